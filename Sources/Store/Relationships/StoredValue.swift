import Expressions
import Foundation

/// The values of a condition as JSON in a column, each with its kind.
enum StoredValue {
    private indirect enum Form: Codable {
        case null
        case bool(Bool)
        case int(Int64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case list([Form])
        case map([Entry])
    }

    private struct Entry: Codable {
        let key: Form
        let value: Form
    }

    static func encode(_ values: [String: Value]) throws -> String {
        try Column.json(try values.mapValues { try form($0) })
    }

    static func decode(_ text: String) throws -> [String: Value] {
        try Column.json([String: Form].self, text).mapValues(value)
    }

    private static func form(_ value: Value) throws -> Form {
        switch value {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .double(let value): .double(value)
        case .string(let value): .string(value)
        case .list(let values): .list(try values.map { try form($0) })
        // In an order of their own, so that the same values are the same text.
        case .map(let entries):
            .map(
                try entries.map { Entry(key: try form($0.key), value: try form($0.value)) }
                    .map { (text: try Column.json($0.key), entry: $0) }.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
                    .map(\.entry))
        case .bytes, .duration, .timestamp, .ipaddress, .type: throw StoreError.failed("the values of a condition must be JSON")
        }
    }

    private static func value(_ form: Form) -> Value {
        switch form {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .uint(let value): .uint(value)
        case .double(let value): Value(jsonNumber: value)
        case .string(let value): .string(value)
        case .list(let values): .list(values.map(value))
        case .map(let entries):
            .map(Dictionary(entries.map { (value($0.key), value($0.value)) }, uniquingKeysWith: { _, last in last }))
        }
    }
}
