import API
import Testing

@Suite struct `Strict JSON` {
    static let values: [(String, JSONValue)] = [
        ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-12", -12), ("1.5", 1.5), ("1e3", .number(1000)),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)), (#""""#, ""),
        (#""a\"\\\/\b\f\n\r\té""#, "a\"\\/\u{8}\u{C}\n\r\té"), (#""\u00e9\ud83d\ude00""#, "é😀"), ("[]", []), ("[1, [2]]", [1, [2]]),
        (#"{"a":{"b":null}}"#, ["a": ["b": nil]]), ("{ }", [:]),
    ]

    @Test(arguments: values)
    func `a value is read`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "01", "-", "1.", ".5", "1e", "+1", "NaN", "Infinity", "1e999", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
        "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\n\"", "[1,]", "[1 2]", "[", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
        "1 2", "{} x", "// no\n1", "\u{FEFF}1", "\"\\u+123\"",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect { try JSONValue(parsing: Array(text.utf8)) } throws: { error in
            (error as? UndecodableBody)?.code == .malformedJSON
        }
    }

    @Test func `invalid UTF-8 in a string is refused`() {
        #expect(throws: UndecodableBody.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: UndecodableBody.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func `a member given twice is refused by name, also when it is escaped`() {
        #expect { try JSONValue(parsing: Array(#"{"a":1,"\u0061":2}"#.utf8)) } throws: { error in
            error as? UndecodableBody == UndecodableBody(code: .duplicateMember, message: "the member `a` is given twice")
        }
    }

    @Test func `depth is bounded`() throws {
        let deep = { (depth: Int) in Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8) }
        _ = try JSONValue(parsing: deep(64))
        #expect(throws: UndecodableBody.self) { try JSONValue(parsing: deep(65)) }
        #expect(throws: UndecodableBody.self) { try JSONValue(parsing: Array(String(repeating: "[", count: 100_000).utf8)) }
    }

    @Test func `a value survives encoding and both ways of reading`() throws {
        let value: JSONValue = ["a": [1, 2.5, true, nil, "x\"\u{1}"], "b": ["c": .integer(.min)]]
        let bytes = try Wire.encode(value)
        #expect(try JSONValue(parsing: bytes) == value)
        #expect(try Wire.decode(JSONValue.self, from: bytes) == value)
    }
}
