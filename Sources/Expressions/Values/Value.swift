/// A value of the expression language (CEL).
package enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// Nanoseconds.
    case duration(Int128)
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int128)
    case ipaddress(IPAddress)
    case type(TypeName)
    case list([Value])
    case map([Value: Value])

    /// Text is compared by its code points: Swift's own `==` takes two spellings of one accented letter for the same text, and CEL does not.
    package static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.int(let first), .int(let second)): first == second
        case (.uint(let first), .uint(let second)): first == second
        case (.double(let first), .double(let second)): first == second
        case (.string(let first), .string(let second)): first.utf8.elementsEqual(second.utf8)
        case (.bytes(let first), .bytes(let second)): first == second
        case (.type(let first), .type(let second)): first == second
        case (.duration(let first), .duration(let second)), (.timestamp(let first), .timestamp(let second)): first == second
        case (.ipaddress(let first), .ipaddress(let second)): first == second
        case (.list(let first), .list(let second)): first == second
        case (.map(let first), .map(let second)): first == second
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .uint(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value)
        case .string(let value): for byte in value.utf8 { hasher.combine(byte) }
        case .bytes(let value): hasher.combine(value)
        case .type(let value): hasher.combine(value)
        case .duration(let value), .timestamp(let value): hasher.combine(value)
        case .ipaddress(let value): hasher.combine(value)
        case .list(let values): hasher.combine(values)
        case .map(let entries): hasher.combine(entries)
        }
    }

    /// A number of JSON, where 1 and 1.0 are one number: an int where it is whole, else a double. The two are told apart nowhere, since a
    /// parameter's type says what a number becomes.
    package init(jsonNumber number: Double) {
        let isNegativeZero = number == 0 && number.sign == .minus
        self = isNegativeZero ? .double(number) : Int64(exactly: number).map(Value.int) ?? .double(number)
    }

    /// Its type with an article, for messages: `an int`.
    package var phrase: String {
        switch self {
        case .null, .bytes: typeName
        case .int, .ipaddress: "an \(typeName)"
        default: "a \(typeName)"
        }
    }

    /// The name of the value's type.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .duration: "duration"
        case .timestamp: "timestamp"
        case .ipaddress: "ipaddress"
        case .type: "type"
        case .list: "list"
        case .map: "map"
        }
    }
}
