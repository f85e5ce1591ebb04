extension Evaluator {
    /// Asks the data base of time zones, which may read a file.
    private static let timeZoneCost = 50

    /// A target stands in front of the arguments.
    mutating func call(_ function: Function, _ arguments: [Value]) throws(EvaluationError) -> Value {
        let first = arguments[0]
        try spend(first.length / Self.bytesPerCost)
        switch function {
        case .dyn: return first
        case .type: return .type(TypeName(of: first))
        case .size: return .int(try Self.size(first))
        case .contains, .startsWith, .endsWith: return .bool(try compare(function, first, arguments[1]))
        case .matches:
            guard case .string(let pattern) = arguments[1] else { throw Self.unsuitable(function, arguments) }
            return .bool(try matches(first, try compiled(pattern)))
        case .isIn: return .bool(try isIn(first, try Self.network(arguments[1])))
        case .bool, .int, .uint, .double, .string, .bytes, .duration, .timestamp, .ipaddress:
            return try Conversion.convert(first, by: function)
        case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear, .getHours, .getMinutes, .getSeconds,
            .getMilliseconds:
            return .int(try part(function, arguments))
        }
    }

    mutating func matches(_ target: Value, _ pattern: Pattern) throws(EvaluationError) -> Bool {
        guard case .string(let text) = target else { throw EvaluationError("\(target.phrase) has no `matches`") }
        var steps = Pattern.StepBudget(limit: remaining)
        let isMatch = pattern.isFound(in: text, within: &steps)
        try spend(steps.cost)
        return isMatch
    }

    /// A pattern that is a value is read each time it is used: each byte of it costs like a node, and one that grows too large like all
    /// it may grow to.
    private mutating func compiled(_ text: String) throws(EvaluationError) -> Pattern {
        try spend(text.utf8.count)
        do throws(InvalidPattern) {
            let pattern = try Pattern(text)
            remaining -= pattern.size / Self.bytesPerCost
            return pattern
        } catch {
            try spend(PatternProgram.sizeLimit / Self.bytesPerCost)
            throw EvaluationError(error.message)
        }
    }

    private mutating func compare(_ function: Function, _ target: Value, _ argument: Value) throws(EvaluationError) -> Bool {
        guard case .string(let text) = target, case .string(let part) = argument else {
            throw Self.unsuitable(function, [target, argument])
        }
        try spend(part.utf8.count / Self.bytesPerCost)
        switch function {
        case .startsWith: return text.utf8.starts(with: part.utf8)
        case .endsWith: return text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
        default: return TextSearch.contains(part, in: text)
        }
    }

    func isIn(_ target: Value, _ network: IPNetwork) throws(EvaluationError) -> Bool {
        guard case .ipaddress(let address) = target else { throw EvaluationError("\(target.phrase) has no `in_cidr`") }
        return network.contains(address)
    }

    private static func network(_ value: Value) throws(EvaluationError) -> IPNetwork {
        guard case .string(let text) = value, let network = IPNetwork(text) else {
            throw EvaluationError("\(value.shown) is not a network such as `10.0.0.0/8`")
        }
        return network
    }

    private mutating func part(_ function: Function, _ arguments: [Value]) throws(EvaluationError) -> Int64 {
        guard let part = TimePart(rawValue: function.rawValue) else { throw Self.unsuitable(function, arguments) }
        switch (arguments[0], arguments.dropFirst().first) {
        case (.timestamp(let time), nil): return part.of(timestamp: time, offset: 0)
        case (.timestamp(let time), .string(let zone)):
            try spend(Self.timeZoneCost)
            return part.of(timestamp: time, offset: try TimeOffset.seconds(of: zone, at: time))
        case (.duration(let duration), nil): return try part.of(duration: duration)
        default: throw Self.unsuitable(function, arguments)
        }
    }

    private static func size(_ value: Value) throws(EvaluationError) -> Int64 {
        switch value {
        case .string(let text): Int64(text.unicodeScalars.count)
        case .bytes(let bytes): Int64(bytes.count)
        case .list(let values): Int64(values.count)
        case .map(let entries): Int64(entries.count)
        default: throw EvaluationError("\(value.phrase) has no size")
        }
    }

    private static func unsuitable(_ function: Function, _ arguments: [Value]) -> EvaluationError {
        EvaluationError("`\(function.rawValue)` does not take \(arguments.map(\.phrase).joined(separator: " and "))")
    }
}
