/// An expression of CEL that has been read and checked for names, functions and types.
///
/// Source: the CEL language definition with the standard library and macros, and OpenFGA's `ipaddress` type.
package struct Expression: Sendable {
    package static let byteLimit = 2048

    package let source: String
    private let root: Node

    /// `declarations` are the parameters and their types, and the expression must come to true or false; nil leaves names and types to
    /// the evaluation.
    package init(parsing source: String, declarations: [String: ValueType]?) throws(InvalidExpression) {
        let environment = declarations.map { Environment(declarations: $0) }
        try self.init(parsing: source, in: environment ?? Environment(declarations: [:], isChecked: false, result: nil))
    }

    init(parsing source: String, in environment: Environment) throws(InvalidExpression) {
        guard source.utf8.count <= Self.byteLimit else {
            throw InvalidExpression(line: 1, column: 1, message: "an expression has at most \(Self.byteLimit) bytes; split the condition")
        }
        self.source = source
        root = try Checker.check(source, in: environment)
    }

    /// The value under these bindings. Each step costs, and what costs more than `costLimit` has no value.
    package func evaluate(_ bindings: [String: Value], costLimit: Int) throws(EvaluationError) -> Value {
        var cost = 0
        return try evaluate(bindings, costLimit: costLimit, addingTo: &cost)
    }

    /// The same; what it cost is added to `cost`, whether or not there is a value.
    package func evaluate(_ bindings: [String: Value], costLimit: Int, addingTo cost: inout Int) throws(EvaluationError) -> Value {
        var evaluator = Evaluator(bindings: bindings, remaining: costLimit)
        defer { cost += costLimit - max(0, evaluator.remaining) }
        return try evaluator.value(root)
    }
}
