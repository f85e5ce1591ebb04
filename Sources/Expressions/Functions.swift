/// The standard functions and those of OpenFGA's `ipaddress`.
enum Functions {
    /// Functions behind a point, with how many arguments each takes.
    static let memberArity: [String: ClosedRange<Int>] = [
        "size": 0...0, "contains": 1...1, "startsWith": 1...1, "endsWith": 1...1, "in_cidr": 1...1,
        "getFullYear": 0...0, "getMonth": 0...0, "getDate": 0...0, "getDayOfMonth": 0...0, "getDayOfWeek": 0...0, "getDayOfYear": 0...0,
        "getHours": 0...0, "getMinutes": 0...0, "getSeconds": 0...0, "getMilliseconds": 0...0,
    ]

    static func call(_ name: String, _ value: Value, spending evaluator: inout Evaluator) throws(EvaluationError) -> Value {
        if case .string(let text) = value { try evaluator.spend(text.utf8.count / 16) }
        switch (name, value) {
        case ("dyn", _): return value
        case ("size", _): return .int(try size(value))
        case ("bool", .bool): return value
        case ("bool", .string("true")): return .bool(true)
        case ("bool", .string("false")): return .bool(false)
        case ("int", _): return .int(try whole(value))
        case ("uint", _): return .uint(try unsigned(value))
        case ("double", _): return .double(try real(value))
        case ("string", _): return .string(try text(value))
        case ("duration", .duration), ("timestamp", .timestamp), ("ipaddress", .ipaddress): return value
        case ("duration", .string(let text)):
            guard let duration = Times.duration(text) else { throw EvaluationError("the text is not a duration such as `1h30m`") }
            return .duration(duration)
        case ("timestamp", .string(let text)):
            guard let timestamp = Times.timestamp(text) else { throw EvaluationError("the text is not a time of RFC 3339") }
            return .timestamp(timestamp)
        case ("ipaddress", .string(let text)):
            guard let address = IPAddress(text) else { throw EvaluationError("the text is not an IP address") }
            return .ipaddress(address)
        default: throw EvaluationError("a \(value.typeName) cannot become a \(name)")
        }
    }

    static func member(_ target: Value, _ name: String, _ arguments: [Value], spending evaluator: inout Evaluator) throws(EvaluationError)
        -> Value
    {
        switch (target, name, arguments.first) {
        case (_, "size", nil): return .int(try size(target))
        case (.string(let text), "contains", .string(let part)):
            try evaluator.spend(text.utf8.count / 16 + 1)
            return .bool(part.isEmpty || Array(text.utf8).firstRange(of: Array(part.utf8)) != nil)
        case (.string(let text), "startsWith", .string(let part)): return .bool(text.utf8.starts(with: part.utf8))
        case (.string(let text), "endsWith", .string(let part)): return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
        case (.ipaddress(let address), "in_cidr", .string(let network)):
            guard let isIn = address.isIn(network: network) else { throw EvaluationError("the text is not a network such as `10.0.0.0/8`") }
            return .bool(isIn)
        case (.timestamp(let time), _, nil):
            guard let part = Times.part(name, of: time) else { throw EvaluationError("a timestamp has no `\(name)`") }
            return .int(part)
        case (.duration(let duration), _, nil):
            guard let part = Times.part(name, ofDuration: duration) else { throw EvaluationError("a duration has no `\(name)`") }
            return .int(part)
        default: throw EvaluationError("a \(target.typeName) has no `\(name)` with these arguments")
        }
    }

    private static func size(_ value: Value) throws(EvaluationError) -> Int64 {
        switch value {
        case .string(let text): Int64(text.unicodeScalars.count)
        case .list(let values): Int64(values.count)
        case .map(let entries): Int64(entries.count)
        default: throw EvaluationError("a \(value.typeName) has no size")
        }
    }

    private static func whole(_ value: Value) throws(EvaluationError) -> Int64 {
        let result: Int64? =
            switch value {
            case .int(let number): number
            case .uint(let number): Int64(exactly: number)
            case .double(let number):
                number > -9.2233720368547748e18 && number < 9.2233720368547748e18 ? Int64(number.rounded(.towardZero)) : nil
            case .string(let text): Int64(text)
            case .timestamp(let time): Int64(exactly: Times.floor(time, Times.second))
            default: nil
            }
        guard let result else { throw EvaluationError("the \(value.typeName) is not an int") }
        return result
    }

    private static func unsigned(_ value: Value) throws(EvaluationError) -> UInt64 {
        let result: UInt64? =
            switch value {
            case .int(let number): UInt64(exactly: number)
            case .uint(let number): number
            case .double(let number): number > -1 && number < 18_446_744_073_709_549_568 ? UInt64(number.rounded(.towardZero)) : nil
            case .string(let text): UInt64(text)
            default: nil
            }
        guard let result else { throw EvaluationError("the \(value.typeName) is not a uint") }
        return result
    }

    private static func real(_ value: Value) throws(EvaluationError) -> Double {
        switch value {
        case .double(let number): return number
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        case .string(let text):
            guard let number = Double(text) else { throw EvaluationError("the text is not a double") }
            return number
        default: throw EvaluationError("the \(value.typeName) is not a double")
        }
    }

    private static func text(_ value: Value) throws(EvaluationError) -> String {
        switch value {
        case .string(let text): text
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .double(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .bool(let value): value ? "true" : "false"
        case .ipaddress(let address): address.description
        default: throw EvaluationError("a \(value.typeName) cannot become a string")
        }
    }
}
