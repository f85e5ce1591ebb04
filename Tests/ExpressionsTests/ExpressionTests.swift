import Testing

@testable import Expressions

@Suite struct ExpressionTests {
    private func value(
        _ source: String, _ bindings: [String: Value] = [:], costLimit: Int = 1000
    ) throws -> Value {
        try Expression(parsing: source, declarations: nil).evaluate(bindings, costLimit: costLimit)
    }

    @Test(arguments: [
        ("1 + 2 * 3 == 7", true), ("(1 + 2) * 3 == 9", true), ("-5 / 2 == -2", true), ("-5 % 3 == -2", true), ("1u + 2u == 3u", true),
        ("1 == 1.0", true), ("1 == 1u", true), ("1 < 1.5", true), ("9223372036854775807 < 9223372036854775808u", true),
        ("'a' + 'b' == 'ab'", true), ("'é' < 'z'", false), ("[1, 2] + [3] == [1, 2, 3]", true), ("2 in [1, 2]", true),
        ("'a' in {'a': 1}", true), ("{'a': {'b': 1}}.a.b == 1", true), ("has({'a': 1}.a)", true), ("has({'a': 1}.b)", false),
        ("[1, 2, 3].all(x, x > 0)", true), ("[1, 2, 3].exists(x, x == 4)", false), ("[1, 2, 2].exists_one(x, x == 2)", false),
        ("[1, 2, 3].map(x, x * 2) == [2, 4, 6]", true), ("[1, 2, 3].filter(x, x > 1).size() == 2", true),
        ("true ? 1 == 1 : 1 / 0 == 1", true),
        ("'hello'.startsWith('he') && 'hello'.endsWith('lo') && 'hello'.contains('ell')", true), ("size('äö') == 2", true),
        ("duration('1h30m') == duration('90m')", true), ("duration('1.5s') < duration('1501ms')", true),
        ("timestamp('2026-03-01T00:00:00Z') - timestamp('2026-02-28T00:00:00Z') == duration('24h')", true),
        ("timestamp('2024-02-29T12:00:00+02:00').getHours() == 10", true), ("timestamp('2026-11-23T00:00:00Z').getDayOfWeek() == 1", true),
        ("ipaddress('10.1.2.3').in_cidr('10.0.0.0/8')", true), ("ipaddress('11.1.2.3').in_cidr('10.0.0.0/8')", false),
        ("ipaddress('::ffff:10.1.2.3').in_cidr('10.0.0.0/8')", true), ("ipaddress('2001:db8::1').in_cidr('2001:db8::/32')", true),
        ("ipaddress('10.0.0.127').in_cidr('10.0.0.0/25') && !ipaddress('10.0.0.128').in_cidr('10.0.0.0/25')", true),
        ("ipaddress('10.0.0.1').in_cidr('0.0.0.0/0') && !ipaddress('10.0.0.1').in_cidr('::/0')", true),
        ("ipaddress('10.0.0.1').in_cidr('10.0.0.1/32') && !ipaddress('10.0.0.0').in_cidr('10.0.0.1/32')", true),
        (#"'\u00e9\n' == "é\n""#, true), (#"r'\n' == '\\n'"#, true), ("0x1F == 31", true), ("-9223372036854775808 < 0", true),
    ])
    func `an expression has its value`(source: String, expected: Bool) throws {
        #expect(try value(source) == .bool(expected))
    }

    @Test(arguments: [
        "9223372036854775807 + 1", "-9223372036854775808 - 1", "0u - 1u", "1 / 0", "1 % 0", "1 + 1u", "1 + 1.0", "'a' - 'b'", "[1][1]",
        "[1][-1]",
        "{'a': 1}.b", "{'a': 1, 'a': 2}.a == 1", "!1 == 1", "1 < 'a'", "int('x') == 1", "int(9.3e18) == 1", "uint(-1) == 1u",
        "timestamp('2026-02-29T00:00:00Z') == timestamp('2026-02-28T00:00:00Z')", "duration('1x') == duration('1s')",
        "ipaddress('256.1.1.1').in_cidr('10.0.0.0/8')", "ipaddress('10.0.0.1').in_cidr('10.0.0.0')", "1 == 1 && 1 / 0 == 1",
    ])
    func `what has no value is an error and not a guess`(source: String) {
        #expect(throws: EvaluationError.self) { try value(source) }
    }

    @Test func `an operand that decides absorbs the error of the other one, on either side`() throws {
        #expect(try value("1 / 0 == 1 || true") == .bool(true))
        #expect(try value("true || 1 / 0 == 1") == .bool(true))
        #expect(try value("1 / 0 == 1 && false") == .bool(false))
        #expect(throws: EvaluationError.self) { try value("1 / 0 == 1 || false") }
        #expect(throws: EvaluationError.self) { try value("false || 1 / 0 == 1") }
    }

    @Test func `a name without a value is an error`() {
        #expect(throws: EvaluationError.self) { try value("x == 1") }
    }

    @Test func `a name that nothing declares is found when the expression is written`() {
        #expect(throws: InvalidExpression.self) { try Expression(parsing: "y == 1", declarations: ["x": .int]) }
        #expect(throws: Never.self) { try Expression(parsing: "[1].all(y, y == x)", declarations: ["x": .int]) }
    }

    @Test(arguments: [
        "", "1 +", "(1", "a.b(", "'open", "1 2", "#", "a..b", "has(1)", "nonsense(1)", "x.nonsense()", "0xfffffffffffffffff", "1e999",
    ])
    func `what is not an expression is refused with its place`(source: String) {
        let error = #expect(throws: InvalidExpression.self) { try Expression(parsing: source, declarations: ["x": .any]) }
        #expect((error?.line ?? 0) >= 1 && (error?.column ?? 0) >= 1 && error?.message.isEmpty == false)
    }

    @Test func `depth, size and cost are limited`() {
        let deep = String(repeating: "(", count: 900) + "1" + String(repeating: ")", count: 900)
        #expect(throws: InvalidExpression.self) { try Expression(parsing: deep, declarations: nil) }
        #expect(throws: InvalidExpression.self) { try Expression(parsing: String(repeating: "1+", count: 5000) + "1", declarations: nil) }
        let wide = Value.list((0..<200).map { .int($0) })
        let bomb = "x.all(a, x.all(b, x.all(c, a + b + c >= 0)))"
        #expect(throws: EvaluationError.self) { try value(bomb, ["x": wide], costLimit: 10_000) }
    }
}
