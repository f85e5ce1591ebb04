/// An expression of CEL that has been read and checked for names and functions.
///
/// Source: the CEL language definition, with OpenFGA's `ipaddress` type. `matches` is not offered: a pattern is not worth the risk of one that
/// never ends.
package struct Expression: Sendable {
    package static let byteLimit = 2048

    package let source: String
    private let root: Node

    /// `declarations` names the parameters; nil lets every name through to the evaluation.
    package init(parsing source: String, declarations: [String: ValueType]?) throws(InvalidExpression) {
        guard source.utf8.count <= Self.byteLimit else {
            throw InvalidExpression(line: 1, column: 1, message: "an expression has at most \(Self.byteLimit) bytes")
        }
        self.source = source
        root = try Parser.parse(source)
        try Names(declared: declarations.map { Set($0.keys) }).check(root)
    }

    /// The value under these bindings. Each step costs, and what costs more than `costLimit` has no value.
    package func evaluate(_ bindings: [String: Value], costLimit: Int) throws(EvaluationError) -> Value {
        var evaluator = Evaluator(remaining: costLimit)
        return try evaluator.value(root, bindings)
    }
}

/// Finds names that nothing declares and functions that do not exist, when the expression is written and not when it is needed.
private struct Names {
    private static let types: Set<String> = [
        "int", "uint", "double", "string", "bool", "duration", "timestamp", "ipaddress", "size", "dyn",
    ]

    let declared: Set<String>?

    func check(_ node: Node) throws(InvalidExpression) {
        switch node {
        case .literal: break
        case .name(let name):
            if let declared, !declared.contains(name) { throw unknown("`\(name)` is not a parameter of the condition") }
        case .list(let nodes): for node in nodes { try check(node) }
        case .map(let entries):
            for entry in entries {
                try check(entry.key)
                try check(entry.value)
            }
        case .select(let target, _), .isPresent(let target, _), .not(let target), .negate(let target): try check(target)
        case .index(let left, let right), .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
            try check(left)
            try check(right)
        case .conditional(let condition, let first, let second):
            try check(condition)
            try check(first)
            try check(second)
        case .call(let name, let arguments):
            guard Self.types.contains(name), arguments.count == 1 else {
                throw unknown("there is no function `\(name)` of \(arguments.count) arguments")
            }
            for argument in arguments { try check(argument) }
        case .member(let target, let name, let arguments):
            guard Functions.memberArity[name]?.contains(arguments.count) == true else {
                throw unknown("there is no function `.\(name)` of \(arguments.count) arguments")
            }
            try check(target)
            for argument in arguments { try check(argument) }
        case .comprehension(_, let range, let variable, let filter, let body):
            try check(range)
            let inner = Names(declared: declared?.union([variable]))
            if let filter { try inner.check(filter) }
            try inner.check(body)
        }
    }

    private func unknown(_ message: String) -> InvalidExpression {
        InvalidExpression(line: 1, column: 1, message: message)
    }
}
