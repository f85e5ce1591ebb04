/// Makes values that arrived as JSON into what a parameter is declared as, by OpenFGA's rules.
package enum ConditionValue {
    /// Numbers may come as decimal text; an `int` must be whole, a `double` finite; durations, times and addresses come as text.
    package static func convert(_ value: Value, to type: ValueType) throws(EvaluationError) -> Value {
        var mismatch: EvaluationError { EvaluationError("write \(type.form), not \(value.shown)") }
        switch (type, value) {
        case (.any, _): return asAny(value)
        case (.bool, .bool), (.string, .string), (.duration, .duration), (.timestamp, .timestamp), (.ipaddress, .ipaddress):
            return value
        case (.int, _): return .int(try number(value, mismatch, { Int64(exactly: $0) }, { Int64(exactly: $0) }))
        case (.uint, _): return .uint(try number(value, mismatch, { UInt64(exactly: $0) }, { UInt64(exactly: $0) }))
        case (.double, .int(let number)): return .double(Double(number))
        case (.double, .uint(let number)): return .double(Double(number))
        case (.double, .double(let number)) where number.isFinite: return value
        case (.double, .string(let text)):
            guard let number = DecimalText.real(text) else { throw mismatch }
            return .double(number)
        case (.duration, .string(let text)):
            guard let duration = Times.duration(text) else { throw mismatch }
            return .duration(duration)
        case (.timestamp, .string(let text)):
            guard let timestamp = Times.timestamp(text) else { throw mismatch }
            return .timestamp(timestamp)
        case (.ipaddress, .string(let text)):
            guard let address = IPAddress(text) else { throw mismatch }
            return .ipaddress(address)
        case (.list(let element), .list(let values)):
            var converted: [Value] = []
            for value in values { converted.append(try convert(value, to: element)) }
            return .list(converted)
        case (.map(_, let element), .map(let entries)):
            var converted: [Value: Value] = [:]
            for (key, value) in entries { converted[key] = try convert(value, to: element) }
            return .map(converted)
        default: throw mismatch
        }
    }

    /// Numbers of JSON are doubles where nothing else is declared, as OpenFGA has them; a whole number that no double holds stays what it is.
    private static func asAny(_ value: Value) -> Value {
        switch value {
        case .int(let number): Int64(exactly: Double(number)) == number ? .double(Double(number)) : value
        case .uint(let number): UInt64(exactly: Double(number)) == number ? .double(Double(number)) : value
        case .list(let values): .list(values.map(asAny))
        case .map(let entries): .map(entries.mapValues(asAny))
        default: value
        }
    }

    private static func number<Number>(
        _ value: Value, _ mismatch: @autoclosure () -> EvaluationError, _ ofDouble: (Double) -> Number?, _ ofWhole: (Int128) -> Number?
    ) throws(EvaluationError) -> Number {
        let result: Number? =
            switch value {
            case .int(let number): ofWhole(Int128(number))
            case .uint(let number): ofWhole(Int128(number))
            case .double(let number): ofDouble(number)
            case .string(let text): DecimalText.whole(text).flatMap(ofWhole)
            default: nil
            }
        guard let result else { throw mismatch() }
        return result
    }
}
