import Testing

@testable import Expressions

@Suite struct ConditionValueTests {
    @Test(arguments: [
        (Value.int(5), ValueType.int, Value.int(5)), (.string("5"), .int, .int(5)), (.double(5), .int, .int(5)), (.int(5), .uint, .uint(5)),
        (.int(5), .double, .double(5)), (.string("1.5"), .double, .double(1.5)), (.string("1m"), .duration, .duration(60_000_000_000)),
        (.string("1970-01-01T00:00:01Z"), .timestamp, .timestamp(1_000_000_000)), (.string("x"), .any, .string("x")),
        (.list([.string("1")]), .list(.int), .list([.int(1)])), (.int(5), .any, .double(5)), (.double(5), .any, .double(5)),
        (.list([.int(1), .string("1")]), .list(.any), .list([.double(1), .string("1")])),
        (.map([.string("a"): .list([.int(1)])]), .any, .map([.string("a"): .list([.double(1)])])),
        (.int(9_007_199_254_740_993), .any, .int(9_007_199_254_740_993)),
        (.map([.string("a"): .int(1)]), .map(.string, .double), .map([.string("a"): .double(1)])),
    ])
    func `a value becomes what is declared`(value: Value, type: ValueType, expected: Value) throws {
        #expect(try ConditionValue.convert(value, to: type) == expected)
    }

    @Test(arguments: [
        (Value.string("9007199254740993.0"), ValueType.int, Value.int(9_007_199_254_740_993)),
        (.string("-9223372036854775808"), .int, .int(.min)),
        (.string("18446744073709551615.00"), .uint, .uint(.max)), (.string("5e3"), .int, .int(5_000)), (.string("0.50e1"), .int, .int(5)),
        (.string("-0"), .uint, .uint(0)), (.string("1.5e3"), .double, .double(1_500)),
        (.string("9223372036854775807ns"), .duration, .duration(Int128(Int64.max))),
        (.string("-9223372036854775808ns"), .duration, .duration(Int128(Int64.min))),
        (.string("0000000000000000000000000000000000000000000000000000000000000000001s"), .duration, .duration(1_000_000_000)),
        (.string("1.00000000000000000000000000000000000000000000000000000000000000000009s"), .duration, .duration(1_000_000_000)),
        (.string("1970-01-01T00:00:00.1234567899999999999999999999999999999Z"), .timestamp, .timestamp(123_456_789)),
    ])
    func `a value within its range is exact, however it is written`(value: Value, type: ValueType, expected: Value) throws {
        #expect(try ConditionValue.convert(value, to: type) == expected)
    }

    @Test(arguments: [
        (Value.double(10.5), ValueType.int), (.string("x"), .int), (.int(-1), .uint), (.string("Infinity"), .double),
        (.double(.infinity), .double),
        (.bool(true), .string), (.int(1), .bool), (.string("soon"), .duration), (.string("2026-13-01T00:00:00Z"), .timestamp),
        (.string("10.0.0"), .ipaddress), (.list([.string("x")]), .list(.int)), (.string("[]"), .list(.int)), (.null, .string),
        (.string("0x10"), .int), (.string("0x10"), .uint), (.string("0x1p3"), .double), (.string("nan"), .double),
        (.string("1e999"), .double),
        (.string("1.5"), .int), (.string("9223372036854775808"), .int), (.string("9223372036854775807.5"), .int),
        (.string("1e99999"), .int),
        (.string("."), .int), (.string("e3"), .int), (.string("1e"), .int), (.string("1 "), .int), (.string("--1"), .int),
        (.string("9223372036854775808ns"), .duration), (.string("-9223372036854775809ns"), .duration), (.string("2562048h"), .duration),
        (.string("1970-01-01T00:00:00.Z"), .timestamp),
    ])
    func `a value of another kind is refused`(value: Value, type: ValueType) {
        #expect(throws: EvaluationError.self) { try ConditionValue.convert(value, to: type) }
    }

    @Test(arguments: [
        (ValueType.timestamp, Value.string("soon"), "write a time as in RFC 3339, like `2026-01-31T12:00:00Z`, not `soon`"),
        (.duration, .int(5), "write a duration with its units, like `1h30m`, not `5`"),
        (.ipaddress, .string(""), "write an address, like `192.0.2.1` or `2001:db8::1`, not an empty text"),
        (.uint, .int(-1), "write a whole number of 64 bits that is not negative, like `3`, not `-1`"),
        (.list(.int), .map([:]), "write a list, not a map"), (.bool, .null, "write true or false, not null"),
    ])
    func `the refusal says how to write the value`(type: ValueType, value: Value, expected: String) {
        let error = #expect(throws: EvaluationError.self) { try ConditionValue.convert(value, to: type) }
        #expect(error?.message == expected)
    }
}
