import Testing
import Tokens

/// RFC 8259 read strictly.
struct StrictJSONTests {
    private func parse(_ text: String) throws -> StrictJSON {
        try StrictJSON(parsing: Array(text.utf8))
    }

    @Test func `every kind of value is read`() throws {
        let value = try parse(" {\"a\" : [ null, true , false, -1, 0, 1.5, 2e3, \"x\" ], \"b\":{}, \"c\":[] } \n")
        let list: [StrictJSON] = [
            .null, .bool(true), .bool(false), .integer(-1), .integer(0), .decimal("1.5"), .decimal("2e3"), .string("x"),
        ]
        #expect(value == .object(["a": .array(list), "b": .object([:]), "c": .array([])]))
    }

    @Test func `escapes are read`() throws {
        #expect(try parse(#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#) == .string("\"\\/\u{8}\u{C}\n\r\tAé😀"))
    }

    @Test func `a whole number beyond 64 bits is not an integer`() throws {
        #expect(try parse("9223372036854775807") == .integer(.max))
        #expect(try parse("-9223372036854775808") == .integer(.min))
        #expect(try parse("9223372036854775808") == .decimal("9223372036854775808"))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}",
        "{1:1}", "[1 2]",
        "nul", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "1_000", "\"", "\"a", "\"\\\"", "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\ud800x\"", "\"a\nb\"", "\"a\tb\"", "\"a\u{0}b\"", "1 1",
        "{}{}", "//x\n1", "/**/1", "\u{FEFF}1",
        "\u{A0}1",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: InvalidJSON.self) { try parse(text) }
    }

    @Test(arguments: [
        #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"b":{"a":1,"a":2}}"#, #"[{"":1,"":2}]"#, #"{"a":1,"b":2,"c":3,"a":4}"#,
    ])
    func `a member that occurs twice is refused at any depth`(text: String) {
        #expect(throws: InvalidJSON.self) { try parse(text) }
    }

    @Test func `depth and size are bounded`() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(throws: Never.self) { try parse(nested(16)) }
        #expect(throws: InvalidJSON.self) { try parse(nested(17)) }
        #expect(throws: InvalidJSON.self) { try parse(String(repeating: "[", count: 60_000)) }
        #expect(throws: InvalidJSON.self) { try parse("\"" + String(repeating: "a", count: 64 * 1024) + "\"") }
    }

    @Test(
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC3, 0x22], [0x31, 0x00]]
            as [[UInt8]])
    func `bytes that are not utf-8 are refused`(bytes: [UInt8]) {
        #expect(throws: InvalidJSON.self) { try StrictJSON(parsing: bytes) }
    }

    @Test func `every beginning of a document is refused without harm`() {
        let document = Array(#"{"a":[1,-2.5e3,"\u00e9\ud83d\ude00",{"b":null,"c":true}],"d":"é"}"#.utf8)
        #expect(throws: Never.self) { try StrictJSON(parsing: document) }
        for count in 0..<document.count {
            #expect(throws: InvalidJSON.self) { try StrictJSON(parsing: Array(document.prefix(count))) }
        }
    }
}
