import Expressions

/// A condition of a model: typed parameters and an expression over them.
///
/// The only place that knows the expression language.
struct Condition: Sendable {
    let name: String
    let parameters: [String: ValueType]
    private let expression: Expression

    /// Steps one evaluation may take.
    static let costLimit = 10_000

    enum Outcome {
        case holds
        case fails
        case failed(CheckFailure)
    }

    static func compile(_ syntax: [ConditionSyntax]) -> (conditions: [Condition], diagnostics: [ModelDiagnostic]) {
        var conditions: [Condition] = []
        var diagnostics: [ModelDiagnostic] = []
        // What is too many or too long has been reported and is not worth the work.
        for condition in syntax.prefix(ModelLimits.conditions)
        where !condition.isBroken && condition.expression.utf8.count <= ModelLimits.expression {
            do throws(InvalidExpression) {
                conditions.append(try Condition(condition))
            } catch {
                diagnostics += ([error] + error.others).map { condition.diagnostic(of: $0) }
            }
        }
        return (conditions, diagnostics)
    }

    private init(_ syntax: ConditionSyntax) throws(InvalidExpression) {
        name = syntax.name.text
        parameters = Dictionary(
            syntax.parameters.map { ($0.name.text, Condition.valueType(of: $0.type)) }, uniquingKeysWith: { first, _ in first })
        expression = try Expression(parsing: syntax.expression, declarations: parameters)
    }

    /// Bytes of JSON that a relationship may keep for its condition, so that it fits a line of an import.
    static let maximumContextLength = 32 * 1024

    private static func valueType(of type: ParameterType) -> ValueType {
        switch type {
        case .scalar(let scalar): valueType(of: scalar)
        case .list(let element): .list(valueType(of: element))
        case .map(let element): .map(.string, valueType(of: element))
        }
    }

    private static func valueType(of scalar: ParameterType.Scalar) -> ValueType {
        switch scalar {
        case .bool: .bool
        case .string: .string
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .duration: .duration
        case .timestamp: .timestamp
        case .ipaddress: .ipaddress
        case .any: .any
        }
    }

    /// Why a relationship may not store these values; nil when it may.
    func refusal(of context: [String: Value]) -> String? {
        let unknown = context.keys.filter { parameters[$0] == nil }.sorted()
        let length = context.reduce(2) { $0 + $1.key.utf8.count + 4 + $1.value.jsonLength }
        guard length <= Condition.maximumContextLength else {
            return "the values for the condition `\(name)` are \(length) bytes of JSON long, and may be \(Condition.maximumContextLength)"
        }
        guard unknown.isEmpty else {
            return "the condition `\(name)` has no parameter `\(unknown.prefix(3).joined(separator: "`, `"))`"
        }
        for (parameter, value) in context.sorted(by: { $0.key < $1.key }) {
            if case .failure(let problem) = convert(value, for: parameter) { return problem.message }
        }
        return nil
    }

    private func convert(_ value: Value, for parameter: String) -> Result<Value, CheckFailure> {
        do throws(EvaluationError) {
            return .success(try ConditionValue.convert(value, to: parameters[parameter] ?? .any))
        } catch {
            return .failure(CheckFailure(.conditionFailed, "the parameter `\(parameter)` of the condition `\(name)`: \(error)"))
        }
    }

    /// Values stored with the relationship win over those of the request. Every parameter needs a value, used or not, so that an
    /// answer never depends on which part of the expression was looked at first. What it costs is added to `cost`: a step of the expression
    /// as much as a part of a value that has to be converted, or a byte of a text.
    func evaluate(stored: [String: Value], request: [String: Value], addingTo cost: inout Int) -> Outcome {
        var bindings: [String: Value] = [:]
        let missing = parameters.keys.filter { stored[$0] == nil && request[$0] == nil }.sorted()
        guard missing.isEmpty else {
            let message = "the condition `\(name)` needs a value for `\(missing.joined(separator: "`, `"))`"
            return .failed(CheckFailure(.missingParameter, message))
        }
        for parameter in parameters.keys {
            guard let value = stored[parameter] ?? request[parameter] else { continue }
            cost += value.partCount
            switch convert(value, for: parameter) {
            case .success(let converted): bindings[parameter] = converted
            case .failure(let failure): return .failed(failure)
            }
        }
        do throws(EvaluationError) {
            let value = try expression.evaluate(bindings, costLimit: Condition.costLimit, addingTo: &cost)
            if case .bool(let holds) = value { return holds ? .holds : .fails }
            return .failed(CheckFailure(.conditionFailed, "the condition `\(name)` is not true or false"))
        } catch {
            return .failed(CheckFailure(.conditionFailed, "the condition `\(name)` could not be evaluated: \(error)"))
        }
    }
}

extension Value {
    /// About how many bytes of JSON it is.
    fileprivate var jsonLength: Int {
        switch self {
        case .string(let text): text.utf8.reduce(2) { $0 + ($1 < 0x20 ? 6 : $1 == 0x22 || $1 == 0x5C ? 2 : 1) }
        case .list(let values): values.reduce(2) { $0 + $1.jsonLength + 1 }
        case .map(let entries): entries.reduce(2) { $0 + $1.key.jsonLength + $1.value.jsonLength + 2 }
        case .int(let number): String(number).utf8.count
        default: 24
        }
    }

    /// How many values a list or map holds, and those within them. A text counts by its length, as it may have to be read.
    fileprivate var partCount: Int {
        switch self {
        case .string(let text): 1 + text.utf8.count
        case .list(let values): values.reduce(1) { $0 + $1.partCount }
        case .map(let entries): entries.values.reduce(1) { $0 + $1.partCount }
        default: 1
        }
    }
}

extension ConditionSyntax {
    /// In the DSL the place is that in the file; in JSON, where the expression is one string, the message has the one in the expression.
    fileprivate func diagnostic(of mistake: InvalidExpression) -> ModelDiagnostic {
        let isInJSON = expressionPosition.path != nil
        let message = "change the expression of `\(name.text)`: \(isInJSON ? mistake.description : mistake.message)"
        return ModelDiagnostic(
            "invalid_condition", message, at: isInJSON ? expressionPosition : position(of: mistake), symbol: name.text)
    }

    private func position(of mistake: InvalidExpression) -> SourcePosition {
        var position = expressionPosition
        position.line += mistake.line - 1
        position.column = (mistake.line == 1 ? position.column : 1) + mistake.column - 1
        return position
    }
}
