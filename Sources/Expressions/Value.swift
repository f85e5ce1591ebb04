/// A value of the expression language (CEL).
package enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    /// Nanoseconds.
    case duration(Int128)
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int128)
    case ipaddress(IPAddress)
    case list([Value])
    case map([Value: Value])

    /// The name of the value's type, for messages.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .duration: "duration"
        case .timestamp: "timestamp"
        case .ipaddress: "ipaddress"
        case .list: "list"
        case .map: "map"
        }
    }
}

/// The declared type of a parameter.
package indirect enum ValueType: Hashable, Sendable {
    case any
    case bool
    case string
    case int
    case uint
    case double
    case duration
    case timestamp
    case ipaddress
    case list(ValueType)
    case map(ValueType, ValueType)
}

/// An expression that cannot be read; `message` says what to change. Positions count from 1.
package struct InvalidExpression: Error, Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    package let message: String

    package var description: String { "\(line):\(column): \(message)" }
}

/// An expression that has no value here.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String

    package var description: String { message }

    init(_ message: String) {
        self.message = message
    }
}
