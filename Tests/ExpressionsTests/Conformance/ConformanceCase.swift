import Foundation
import Testing

@testable import Expressions

/// One case of the suite.
struct ConformanceCase {
    let name: String
    let source: String
    private let bindings: [String: Value]
    private let declarations: [String: ValueType]
    private let isChecked: Bool
    private let container: String
    /// Nil: the expression must have no value.
    private let expected: Value?

    init(_ content: [String: Any], file: String) throws {
        name = "\(file) \(content["section"] ?? "")/\(content["name"] ?? "")"
        source = try #require(content["expr"] as? String)
        isChecked = content["disable_check"] == nil
        container = content["container"] as? String ?? ""
        var bindings: [String: Value] = [:]
        for binding in content["bindings"] as? [[String: Any]] ?? [] {
            let holder = try #require((binding["value"] as? [String: Any])?["value"] as? [String: Any])
            bindings[try #require(binding["key"] as? String)] = try ConformanceValue.read(holder)
        }
        self.bindings = bindings
        var declarations: [String: ValueType] = [:]
        for declaration in content["type_env"] as? [[String: Any]] ?? [] {
            let type = try #require((declaration["ident"] as? [String: Any])?["type"] as? [String: Any])
            declarations[try #require(declaration["name"] as? String)] = try ConformanceValue.readType(type)
        }
        self.declarations = declarations
        expected = content["eval_error"] != nil ? nil : try ConformanceValue.read(try #require(content["value"] as? [String: Any]))
    }

    /// How the outcome differs from what the suite says; nil when it does not.
    func difference() -> String? {
        let environment = Environment(
            declarations: declarations, isChecked: isChecked, result: nil, container: container, readsLiterals: false)
        do {
            let value = try Expression(parsing: source, in: environment).evaluate(bindings, costLimit: 100_000)
            guard let expected else { return "is \(value) and should have no value" }
            return ConformanceValue.isSame(value, expected) ? nil : "is \(value) and should be \(expected)"
        } catch let error as EvaluationError where expected == nil {
            return error.message.isEmpty ? "fails without a message" : nil
        } catch {
            return "is refused: \(error)"
        }
    }
}
