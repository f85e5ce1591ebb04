/// The type of a value: what a parameter is declared as, and what the check of an expression infers.
package indirect enum ValueType: Hashable, Sendable {
    /// Known only when the expression is evaluated (`dyn` in CEL).
    case any
    case null
    case bool
    case string
    case bytes
    case int
    case uint
    case double
    case duration
    case timestamp
    case ipaddress
    /// The type of a type.
    case type
    case list(ValueType)
    case map(ValueType, ValueType)
}

extension ValueType: CustomStringConvertible {
    /// As the modelling language writes it; a map there has keys of text.
    package var description: String {
        switch self {
        case .any: "any"
        case .null: "null"
        case .bool: "bool"
        case .string: "string"
        case .bytes: "bytes"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .duration: "duration"
        case .timestamp: "timestamp"
        case .ipaddress: "ipaddress"
        case .type: "type"
        case .list(let element): "list<\(element)>"
        case .map(.string, let element): "map<\(element)>"
        case .map(let key, let element): "map<\(key), \(element)>"
        }
    }
}
