extension ValueType {
    /// Whether one value could be of both types: `any` is settled at evaluation, and null stands for a missing time or address.
    func agrees(with other: ValueType) -> Bool {
        switch (self, other) {
        case (.any, _), (_, .any): true
        case (.null, .timestamp), (.null, .duration), (.null, .ipaddress), (.timestamp, .null), (.duration, .null), (.ipaddress, .null):
            true
        case (.list(let first), .list(let second)): first.agrees(with: second)
        case (.map(let firstKey, let first), .map(let secondKey, let second)):
            firstKey.agrees(with: secondKey) && first.agrees(with: second)
        default: self == other
        }
    }

    /// The type of what may be either; nil when they do not agree.
    func joined(with other: ValueType) -> ValueType? {
        guard agrees(with: other) else { return nil }
        switch (self, other) {
        case (.any, _), (_, .any): return .any
        case (.null, _): return other
        case (_, .null): return self
        case (.list(let first), .list(let second)): return first.joined(with: second).map { .list($0) }
        case (.map(let firstKey, let first), .map(let secondKey, let second)):
            guard let key = firstKey.joined(with: secondKey), let value = first.joined(with: second) else { return nil }
            return .map(key, value)
        default: return self
        }
    }

    /// Of elements of a literal: what does not agree is settled at evaluation.
    static func shared(_ types: [ValueType]) -> ValueType {
        guard var result = types.first else { return .any }
        for type in types.dropFirst() { result = result.joined(with: type) ?? .any }
        return result
    }

    var isOrdered: Bool {
        switch self {
        case .any, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: true
        case .null, .ipaddress, .type, .list, .map: false
        }
    }
}
