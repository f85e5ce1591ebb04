import Testing

@testable import Expressions

@Suite struct ConversionTests {
    @Test(arguments: [
        (#"string(b'\xc3\xbf') == 'ÿ'"#, true), ("bytes('ÿ') == b'\\303\\277'", true), ("size(b'ÿ') == 2 && size('ÿ') == 1", true),
        ("b'a' + b'b' == b'ab'", true), ("b'a' < b'b' && b'' < b'a'", true), (#"br'\n' == b'\\n' && rb'\n' == B'\\n'"#, true),
        ("b'a' == 'a'", false),
        ("b'''a'b''' == b\"a'b\"", true), (#"'\101' == 'A' && '\x41' == 'A' && '\U0001F600' == '😀'"#, true),
        ("string(1e6) == '1e+06' && string(999999.0) == '999999' && string(0.0001) == '0.0001' && string(0.00001) == '1e-05'", true),
        ("string(1.5e300) == '1.5e+300' && string(-0.5) == '-0.5' && string(100.0) == '100' && string(0.1) == '0.1'", true),
        ("string(true) == 'true' && string(3u) == '3'", true), ("string(double('NaN')) == 'NaN'", true),
        ("string(duration('1.5s')) == '1.5s' && string(duration('-90m')) == '-5400s'", true),
        ("string(timestamp('2026-03-01T10:00:00.120+02:00')) == '2026-03-01T08:00:00.12Z'", true),
        ("string(timestamp(-1)) == '1969-12-31T23:59:59Z'", true), ("int(timestamp('1969-12-31T23:59:59.5Z')) == -1", true),
        ("timestamp(0) == timestamp('1970-01-01T00:00:00Z')", true), ("int(duration('1us')) == 1000", true),
        ("int('-7') == -7 && uint('7') == 7u", true),
        ("int(-1.9) == -1 && uint(1.9) == 1u", true), ("double('1e3') == 1000.0", true), ("double('-inf') < 0.0", true),
        ("bool('1') && bool('T') && !bool('False')", true),
        ("type(1) == int && type(1u) == uint && type('') == string && type(b'') == bytes", true),
        ("type(type(1)) == type && type([]) == list && type({}) == map && type(null) == null_type", true),
        ("type(timestamp(0)) == google.protobuf.Timestamp", true), ("string(ipaddress('10.0.0.1')) == '10.0.0.1'", true),
    ])
    func `a value becomes another type`(source: String, expected: Bool) throws {
        #expect(try Expression(parsing: source, declarations: nil).evaluate([:], costLimit: 1000) == .bool(expected))
    }

    @Test(arguments: [
        "int('1.5')", "int('')", "int(' 1')", "int(9223372036854775808u)", "int(9223372036854775808.0)", "int(double('NaN'))", "uint(-1)",
        "uint(-0.5)",
        "uint('+1')", "uint('-0')", "uint(18446744073709551616.0)", "double('1e999')", "double('a')", "double('')", "bool('yes')",
        "bool('tRUE')",
        #"string(b'\xff')"#, "duration('1')", "duration('')", "duration('1h1')", "timestamp('2026-02-30T00:00:00Z')",
        "timestamp('2026-01-01')",
        "timestamp(253402300800)", "ipaddress('1.2.3')", "int(null)", "int([])", "string([])", "bytes(1)", "duration(1)", "dyn()",
        "b'a' + 'a'",
        "timestamp(9223372036854775807)",
    ])
    func `what has no counterpart is an error`(source: String) {
        #expect(throws: EvaluationError.self) { try Expression(parsing: source, declarations: nil).evaluate([:], costLimit: 1000) }
    }

    @Test(arguments: [
        #"'\q'"#, #"'\400'"#, #"'\08'"#, #"'\ud800'"#, #"'\U00110000'"#, #"b'\u0041'"#, "'a\nb'", "'''a", "b'a", #"r'a"#, #"'\x4'"#, "a.`b",
        "a.``", "`a`",
    ])
    func `what is no literal is refused`(source: String) {
        #expect(throws: InvalidExpression.self) { try Expression(parsing: source, declarations: nil) }
    }
}
