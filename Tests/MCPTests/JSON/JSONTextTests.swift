import MCP
import Testing

@Suite struct JSONTextTests {
    private func parse(_ text: String, limits: JSONLimits = .standard) throws(InvalidJSON) -> JSONText {
        try JSONText(parsing: Array(text.utf8), limits: limits)
    }

    private func refusal(_ text: String, limits: JSONLimits = .standard) -> InvalidJSON.Reason? {
        do {
            _ = try parse(text, limits: limits)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        "{}", "[]", " [ 1 , 2 ] ", "null", "true", "false", "0", "-0", "-0.0e+10", "1E5", "\"\"", "\"\\u0000\\ud83d\\ude00\"",
        "{\"a\":{\"a\":[{\"a\":1},{\"a\":1}]}}", "\"é\u{1F600}\"", "[\n\t\r 1]",
    ])
    func `valid json is accepted`(text: String) throws {
        #expect(try parse(text).description == text.trimmed)
    }

    @Test(arguments: [
        ("", InvalidJSON.Reason.unexpectedEnd), ("  ", .unexpectedEnd), ("{", .unexpectedEnd), ("[1", .unexpectedEnd),
        ("\"a", .unexpectedEnd),
        ("{\"a\"}", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte), ("[1,]", .unexpectedByte), ("{a:1}", .unexpectedByte),
        ("'a'", .unexpectedByte), ("tru", .unexpectedByte), ("NaN", .unexpectedByte), ("+1", .unexpectedByte), ("[1 2]", .unexpectedByte),
        ("// a\n1", .unexpectedByte), ("\u{FEFF}{}", .unexpectedByte), ("01", .invalidNumber), ("-", .invalidNumber),
        ("1.", .invalidNumber),
        ("1e", .invalidNumber), (".5", .unexpectedByte), ("1 2", .trailingBytes), ("{}{}", .trailingBytes), ("{} x", .trailingBytes),
        ("\"\n\"", .controlCharacter), ("\"\u{0}\"", .controlCharacter), ("\"\\x41\"", .invalidEscape), ("\"\\ud800\"", .invalidEscape),
        ("\"\\udc00\"", .invalidEscape), ("\"\\ud800\\u0041\"", .invalidEscape), ("\"\\u00g0\"", .invalidEscape),
        ("\"\\u00", .unexpectedEnd),
    ])
    func `what is not json is refused with its reason`(text: String, reason: InvalidJSON.Reason) {
        #expect(refusal(text) == reason)
    }

    @Test(arguments: [
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"x\":{\"name\":1,\"name\":1}}", "[{\"\":1,\"\":2}]", "{\"\\/\":1,\"/\":2}",
    ])
    func `an object that names a member twice is refused however it is spelled`(text: String) {
        #expect(refusal(text) == .duplicateMember)
    }

    @Test func `two spellings of one letter are two names`() throws {
        let text = try parse("{\"e\u{301}\":1,\"\u{E9}\":2}")
        #expect(text["\u{E9}"]?.integer == 2)
        #expect(text["e\u{301}"]?.integer == 1)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0x22, 0x80, 0x22], [0x22, 0xF0, 0x80, 0x80, 0x80, 0x22],
        ] as [[UInt8]])
    func `bytes that are not utf-8 are refused`(bytes: [UInt8]) {
        #expect(throws: InvalidJSON.self) { try JSONText(parsing: bytes) }
    }

    @Test func `depth and size are bounded`() {
        let limits = JSONLimits(size: 100, depth: 3)
        #expect(refusal("[[[1]]]", limits: limits) == nil)
        #expect(refusal("[[[[1]]]]", limits: limits) == .tooDeep)
        #expect(refusal("[{\"a\":[{}]}]", limits: limits) == .tooDeep)
        #expect(refusal("\"" + String(repeating: "a", count: 99) + "\"", limits: limits) == .tooLarge)
        #expect(refusal(String(repeating: "[", count: 1_000_000)) == .tooDeep)
    }

    @Test func `numbers keep their digits and order and spacing are kept`() throws {
        let source = #"{"b": 1.10, "a":12345678901234567890123456789, "c" : [1e400, -0 ],"d":"\u00e9\/"}"#
        let text = try parse(source)
        #expect(text.description == source)
        #expect(text["a"]?.description == "12345678901234567890123456789")
        #expect(text["a"]?.integer == nil)
        #expect(text["b"]?.description == "1.10")
        #expect(text["c"]?.elements?.map(\.description) == ["1e400", "-0"])
        #expect(text["d"]?.string == "é/")
        #expect(text.members?.map(\.name) == ["b", "a", "c", "d"])
        #expect(JSONFragment.object([("r", .text(text))]).bytes == Array("{\"r\":\(source)}".utf8))
    }

    @Test func `values are read only as what they are`() throws {
        let text = try parse(#"{"s":"1","i":1,"f":1.0,"t":true,"n":null,"o":{},"a":[]}"#)
        #expect(text["s"]?.integer == nil)
        #expect(text["i"]?.string == nil)
        #expect(text["f"]?.integer == nil)
        #expect(text["f"]?.number == 1)
        #expect(text["t"]?.boolean == true)
        #expect(text["n"]?.isNull == true)
        #expect(text["o"]?.members?.isEmpty == true)
        #expect(text["a"]?.elements?.isEmpty == true)
        #expect(text["missing"] == nil)
        #expect(text["s"]?["x"] == nil)
    }

    @Test func `strings that look like structure do not confuse the walk`() throws {
        let text = try parse(#"{"a":"}],\"{[","b":[{"c":"]"},"\\"],"d":1}"#)
        #expect(text["a"]?.string == "}],\"{[")
        #expect(text["b"]?.elements?.count == 2)
        #expect(text["b"]?.elements?[1].string == "\\")
        #expect(text["d"]?.integer == 1)
    }

    @Test func `what is written is read back`() throws {
        let awkward = "a\"b\\c\n\r\t\u{1}\u{7F}é\u{1F600}"
        let bytes = JSONFragment.object([("k\"", .array([.string(awkward), .integer(-5), .boolean(false), .null]))]).bytes
        let text = try JSONText(parsing: bytes)
        #expect(text["k\""]?.elements?[0].string == awkward)
        #expect(text["k\""]?.elements?[1].integer == -5)
    }
}

extension String {
    fileprivate var trimmed: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
}
