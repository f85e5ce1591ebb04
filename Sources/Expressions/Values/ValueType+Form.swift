extension ValueType {
    /// How a value of the type is written, for messages that begin with `write`.
    var form: String {
        switch self {
        case .any: "a value"
        case .null: "null"
        case .bool: "true or false"
        case .string: "a text"
        case .bytes: "bytes, like `b\"a\"`"
        case .int: "a whole number of 64 bits, like `-3`"
        case .uint: "a whole number of 64 bits that is not negative, like `3`"
        case .double: "a finite number, like `1.5`"
        case .duration: "a duration with its units, like `1h30m`"
        case .timestamp: "a time as in RFC 3339, like `2026-01-31T12:00:00Z`"
        case .ipaddress: "an address, like `192.0.2.1` or `2001:db8::1`"
        case .type: "the name of a type"
        case .list: "a list"
        case .map: "an object"
        }
    }
}

extension Value {
    /// The value where it is short, and else what it is, for messages.
    var shown: String {
        switch self {
        case .bool(let value): "`\(value)`"
        case .int(let number): "`\(number)`"
        case .uint(let number): "`\(number)`"
        case .double(let number): "`\(DecimalText.shortest(number))`"
        case .string(let text): text.isEmpty ? "an empty text" : "`\(text.prefix(40))`"
        default: phrase
        }
    }
}
