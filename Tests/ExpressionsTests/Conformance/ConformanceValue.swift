import Foundation
import Testing

@testable import Expressions

/// Reads the suite's values and types, which are those of protocol buffers written as JSON.
enum ConformanceValue {
    struct Unreadable: Error {
        let content: String
    }

    static func read(_ holder: [String: Any]) throws -> Value {
        let (kind, content) = try #require(holder.first)
        let text = content as? String ?? (content as? NSNumber)?.stringValue ?? ""
        switch kind {
        case "null_value": return .null
        case "bool_value": return .bool(text == "true" || text == "1")
        case "int64_value": return .int(try #require(Int64(text)))
        case "uint64_value": return .uint(try #require(UInt64(text)))
        case "double_value":
            let special = (content as? [String: Any])?["$float"] as? String
            return .double(try #require(Double(special ?? text)))
        case "string_value": return .string(text)
        case "bytes_value": return .bytes(Array(text.utf8))
        case "type_value": return .type(try #require(TypeName(rawValue: text)))
        case "list_value": return .list(try several(content, "values").map { try read($0) })
        case "map_value":
            let entries = try several(content, "entries").map { entry in
                (try read(try #require(entry["key"] as? [String: Any])), try read(try #require(entry["value"] as? [String: Any])))
            }
            return .map(Dictionary(uniqueKeysWithValues: entries))
        default: throw Unreadable(content: kind)
        }
    }

    /// A repeated field with one element may come without its brackets.
    private static func several(_ content: Any, _ field: String) throws -> [[String: Any]] {
        let elements = (content as? [String: Any])?[field]
        return elements as? [[String: Any]] ?? (elements as? [String: Any]).map { [$0] } ?? []
    }

    static func readType(_ holder: [String: Any]) throws -> ValueType {
        let (kind, content) = try #require(holder.first)
        switch (kind, content as? String) {
        case ("primitive", "BOOL"): return .bool
        case ("primitive", "INT64"): return .int
        case ("primitive", "UINT64"): return .uint
        case ("primitive", "DOUBLE"): return .double
        case ("primitive", "STRING"): return .string
        case ("primitive", "BYTES"): return .bytes
        case ("null", _): return .null
        case ("dyn", _): return .any
        case ("list_type", _):
            return .list(try readType(try #require((content as? [String: Any])?["elem_type"] as? [String: Any])))
        case ("map_type", _):
            let parts = try #require(content as? [String: Any])
            return .map(
                try readType(try #require(parts["key_type"] as? [String: Any])),
                try readType(try #require(parts["value_type"] as? [String: Any])))
        default: throw Unreadable(content: kind)
        }
    }

    static func isSame(_ found: Value, _ expected: Value) -> Bool {
        if case .double(let first) = found, case .double(let second) = expected { return first == second || first.isNaN && second.isNaN }
        return found == expected
    }
}
