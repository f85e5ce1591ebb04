import Testing

@testable import Expressions

@Suite struct ConditionValueTests {
    @Test(arguments: [
        (Value.int(5), ValueType.int, Value.int(5)), (.string("5"), .int, .int(5)), (.double(5), .int, .int(5)), (.int(5), .uint, .uint(5)),
        (.int(5), .double, .double(5)), (.string("1.5"), .double, .double(1.5)), (.string("1m"), .duration, .duration(60_000_000_000)),
        (.string("1970-01-01T00:00:01Z"), .timestamp, .timestamp(1_000_000_000)), (.string("x"), .any, .string("x")),
        (.list([.string("1")]), .list(.int), .list([.int(1)])),
        (.map([.string("a"): .int(1)]), .map(.string, .double), .map([.string("a"): .double(1)])),
    ])
    func `a value becomes what is declared`(value: Value, type: ValueType, expected: Value) throws {
        #expect(try ConditionValue.convert(value, to: type) == expected)
    }

    @Test(arguments: [
        (Value.double(10.5), ValueType.int), (.string("x"), .int), (.int(-1), .uint), (.string("Infinity"), .double),
        (.double(.infinity), .double),
        (.bool(true), .string), (.int(1), .bool), (.string("soon"), .duration), (.string("2026-13-01T00:00:00Z"), .timestamp),
        (.string("10.0.0"), .ipaddress), (.list([.string("x")]), .list(.int)), (.string("[]"), .list(.int)), (.null, .string),
    ])
    func `a value of another kind is refused`(value: Value, type: ValueType) {
        #expect(throws: EvaluationError.self) { try ConditionValue.convert(value, to: type) }
    }
}
