import API
import Expressions

extension Value {
    /// A JSON value as conditions see it: a whole number is an integer, however it is written, others are doubles.
    init(_ json: JSONValue) {
        self =
            switch json {
            case .null: .null
            case .bool(let bool): .bool(bool)
            case .integer(let integer): .int(integer)
            case .number(let number): Value(jsonNumber: number)
            case .string(let text): .string(text)
            case .array(let elements): .list(elements.map(Value.init))
            case .object(let members): .map(Dictionary(uniqueKeysWithValues: members.map { (Value.string($0.key), Value($0.value)) }))
            }
    }
}

extension JSONValue {
    /// A stored value as it came; a map's keys were names.
    init(_ value: Expressions.Value) {
        self =
            switch value {
            case .null: .null
            case .bool(let bool): .bool(bool)
            case .int(let integer): .integer(integer)
            case .uint(let integer): Int64(exactly: integer).map { .integer($0) } ?? .number(Double(integer))
            case .double(let number): .number(number)
            case .string(let text): .string(text)
            case .list(let values): .array(values.map { JSONValue($0) })
            case .map(let entries): .object(Self.members(entries))
            // Only what arrived as JSON is ever stored.
            case .bytes, .duration, .timestamp, .ipaddress, .type: .null
            }
    }

    private static func members(_ entries: [Expressions.Value: Expressions.Value]) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for (key, value) in entries {
            if case .string(let name) = key { members[name] = JSONValue(value) }
        }
        return members
    }
}
