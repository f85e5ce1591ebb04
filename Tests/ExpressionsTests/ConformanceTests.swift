import Foundation
import Testing

@testable import Expressions

/// The cases of google/cel-spec, read from `CARDEA_CONFORMANCE` or `../shared/conformance`.
///
/// Not all of CEL is offered. What is asserted is that nothing has a wrong value: a case either comes out as the suite says or is refused.
@Suite struct ConformanceTests {
    private static var directory: URL? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["CARDEA_CONFORMANCE"].map { URL(fileURLWithPath: $0) }
        let folder = (named ?? root.appendingPathComponent("../shared/conformance")).appendingPathComponent("cel")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    private struct Case {
        let name: String
        let source: String
        let bindings: [String: Value]
        /// Nil: the expression must have no value.
        let expected: Value?
    }

    @Test func `no case of the public suite has a wrong value`() throws {
        guard let directory = Self.directory else {
            print("skipped: the CEL conformance cases are neither in CARDEA_CONFORMANCE nor in ../shared/conformance")
            return
        }
        var (passed, refused, unreadable) = (0, 0, 0)
        var wrong: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() where file.hasSuffix(".json") {
            let data = try Data(contentsOf: directory.appendingPathComponent(file))
            let suite = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            for test in suite["tests"] as? [[String: Any]] ?? [] {
                guard let test = Self.read(test, file: file) else {
                    unreadable += 1
                    continue
                }
                let found = Result { try Expression(parsing: test.source, declarations: nil).evaluate(test.bindings, costLimit: 100_000) }
                switch (found, test.expected) {
                case (.success(let value), let expected?) where Self.isSame(value, expected): passed += 1
                case (.failure(is EvaluationError), nil): passed += 1
                case (.failure, _): refused += 1
                case (.success(let value), _): wrong.append("\(test.name): `\(test.source)` is \(value)")
                }
            }
        }
        print(
            "CEL conformance: \(passed) as the suite says, \(refused) refused, \(wrong.count) wrong, \(unreadable) with values not offered (bytes, type, protobuf)"
        )
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
        #expect(passed > 500)
    }

    private static func read(_ test: [String: Any], file: String) -> Case? {
        guard let source = test["expr"] as? String, test["container"] == nil else { return nil }
        var bindings: [String: Value] = [:]
        for (name, binding) in test["bindings"] as? [String: Any] ?? [:] {
            guard let holder = binding as? [String: Any], let value = value(holder["value"] as? [String: Any] ?? holder) else { return nil }
            bindings[name] = value
        }
        let expected: Value?
        if test["eval_error"] != nil {
            expected = nil
        } else if let holder = test["value"] as? [String: Any] {
            guard let value = value(holder) else { return nil }
            expected = value
        } else if test["value"] == nil, test["typed_result"] == nil {
            // The suite's default: the expression is true.
            expected = .bool(true)
        } else {
            return nil
        }
        return Case(name: "\(file) \(test["name"] ?? "")", source: source, bindings: bindings, expected: expected)
    }

    private static func value(_ holder: [String: Any]) -> Value? {
        guard holder.count == 1, let (kind, content) = holder.first else { return nil }
        let text = content as? String ?? (content as? NSNumber)?.stringValue
        switch kind {
        case "null_value": return .null
        case "bool_value": return .bool(text == "true" || text == "1")
        case "int64_value": return text.flatMap { Int64($0) }.map { .int($0) }
        case "uint64_value": return text.flatMap { UInt64($0) }.map { .uint($0) }
        case "double_value":
            let special = (content as? [String: Any])?["$float"] as? String
            return (special ?? text).flatMap { Double($0) }.map { .double($0) }
        case "string_value": return text.map { .string($0) }
        case "list_value":
            let elements = (content as? [String: Any])?["values"]
            let list = elements as? [[String: Any]] ?? (elements as? [String: Any]).map { [$0] } ?? []
            let values = list.compactMap(value)
            return values.count == list.count ? .list(values) : nil
        case "map_value":
            let content = (content as? [String: Any])?["entries"]
            let list = content as? [[String: Any]] ?? (content as? [String: Any]).map { [$0] } ?? []
            var entries: [Value: Value] = [:]
            for entry in list {
                guard let key = (entry["key"] as? [String: Any]).flatMap(value),
                    let element = (entry["value"] as? [String: Any]).flatMap(value)
                else {
                    return nil
                }
                entries[key] = element
            }
            return .map(entries)
        default: return nil
        }
    }

    private static func isSame(_ found: Value, _ expected: Value) -> Bool {
        if case .double(let first) = found, case .double(let second) = expected { return first == second || first.isNaN && second.isNaN }
        return found == expected
    }
}
