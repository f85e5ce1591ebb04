/// Walks the tree of an expression; every node and every element looked at costs one.
struct Evaluator {
    var remaining: Int

    mutating func spend(_ cost: Int = 1) throws(EvaluationError) {
        remaining -= max(cost, 1)
        guard remaining >= 0 else { throw EvaluationError("the expression costs more than is allowed") }
    }

    mutating func value(_ node: Node, _ bindings: [String: Value]) throws(EvaluationError) -> Value {
        try spend()
        switch node {
        case .literal(let value): return value
        case .name(let name):
            guard let value = bindings[name] else { throw EvaluationError("`\(name)` has no value") }
            return value
        case .list(let nodes):
            var values: [Value] = []
            for node in nodes { values.append(try value(node, bindings)) }
            return .list(values)
        case .map(let entries): return try map(entries, bindings)
        case .select(let target, let field):
            guard let value = try entries(of: target, bindings)[.string(field)] else {
                throw EvaluationError("there is no member `\(field)`")
            }
            return value
        case .isPresent(let target, let field): return .bool(try entries(of: target, bindings)[.string(field)] != nil)
        case .index(let target, let key): return try element(try value(target, bindings), try value(key, bindings))
        case .call(let name, let arguments): return try Functions.call(name, try value(arguments[0], bindings), spending: &self)
        case .member(let target, let name, let arguments):
            let target = try value(target, bindings)
            var values: [Value] = []
            for argument in arguments { values.append(try value(argument, bindings)) }
            return try Functions.member(target, name, values, spending: &self)
        case .not(let operand): return .bool(!(try bool(operand, bindings)))
        case .negate(let operand): return try Arithmetic.negated(try value(operand, bindings))
        case .binary(let binary, let left, let right):
            return try apply(binary, try value(left, bindings), try value(right, bindings))
        case .and(let left, let right): return .bool(try joined(left, right, bindings, decisive: false))
        case .or(let left, let right): return .bool(try joined(left, right, bindings, decisive: true))
        case .conditional(let condition, let first, let second):
            return try bool(condition, bindings) ? try value(first, bindings) : try value(second, bindings)
        case .comprehension(let macro, let range, let variable, let filter, let body):
            return try comprehension(macro, try elements(try value(range, bindings)), variable, filter, body, bindings)
        }
    }

    private mutating func bool(_ node: Node, _ bindings: [String: Value]) throws(EvaluationError) -> Bool {
        guard case .bool(let value) = try value(node, bindings) else { throw EvaluationError("true or false is expected") }
        return value
    }

    /// A decisive operand decides even where the other one has no value, whichever side it stands on (CEL, "Logical Operators").
    private mutating func joined(_ left: Node, _ right: Node, _ bindings: [String: Value], decisive: Bool) throws(EvaluationError) -> Bool {
        let failure: EvaluationError
        do throws(EvaluationError) {
            if try bool(left, bindings) == decisive { return decisive }
            return try bool(right, bindings)
        } catch {
            guard remaining >= 0 else { throw error }
            failure = error
        }
        if let first = try? bool(left, bindings), first != decisive { throw failure }
        guard let second = try? bool(right, bindings), second == decisive else { throw failure }
        return decisive
    }

    private mutating func map(_ entries: [Node.Entry], _ bindings: [String: Value]) throws(EvaluationError) -> Value {
        var result: [Value: Value] = [:]
        for entry in entries {
            let key = try value(entry.key, bindings)
            switch key {
            case .bool, .int, .uint, .string: break
            default: throw EvaluationError("a key of a map must be a bool, int, uint or string")
            }
            guard Arithmetic.entry(key, in: result) == nil else { throw EvaluationError("a key of a map is repeated") }
            result[key] = try value(entry.value, bindings)
        }
        return .map(result)
    }

    private mutating func entries(of node: Node, _ bindings: [String: Value]) throws(EvaluationError) -> [Value: Value] {
        guard case .map(let entries) = try value(node, bindings) else { throw EvaluationError("only a map has members") }
        return entries
    }

    private func element(_ target: Value, _ key: Value) throws(EvaluationError) -> Value {
        switch (target, key) {
        case (.list(let values), .int(let index)):
            guard values.indices.contains(Int(index)) else { throw EvaluationError("the index is out of range") }
            return values[Int(index)]
        case (.list(let values), .uint(let index)):
            guard index < UInt64(values.count) else { throw EvaluationError("the index is out of range") }
            return values[Int(index)]
        case (.map(let entries), _):
            guard let value = Arithmetic.entry(key, in: entries) else {
                throw EvaluationError("there is no such key")
            }
            return value
        default: throw EvaluationError("a \(target.typeName) has no elements")
        }
    }

    private func elements(_ value: Value) throws(EvaluationError) -> [Value] {
        switch value {
        case .list(let values): values
        case .map(let entries): Array(entries.keys)
        default: throw EvaluationError("a list or map is expected")
        }
    }

    private mutating func apply(_ binary: Node.Operator, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch binary {
        case .equal: return .bool(try equal(left, right))
        case .notEqual: return .bool(!(try equal(left, right)))
        case .isIn:
            switch right {
            case .list(let values):
                for value in values where try equal(left, value) { return .bool(true) }
                return .bool(false)
            case .map(let entries): return .bool(Arithmetic.entry(left, in: entries) != nil)
            default: throw EvaluationError("`in` needs a list or map on its right")
            }
        case .less: return .bool(try Arithmetic.order(left, right) == .less)
        case .lessOrEqual: return .bool([.less, .equal].contains(try Arithmetic.order(left, right)))
        case .greater: return .bool(try Arithmetic.order(left, right) == .greater)
        case .greaterOrEqual: return .bool([.greater, .equal].contains(try Arithmetic.order(left, right)))
        case .add, .subtract, .multiply, .divide, .remainder:
            let result = try Arithmetic.apply(binary, left, right)
            try spend(size(result))
            return result
        }
    }

    private func size(_ value: Value) -> Int {
        switch value {
        case .string(let text): text.utf8.count / 16
        case .list(let values): values.count
        default: 1
        }
    }

    /// Numbers of different types are equal when they are the same number; everything else only to its own kind.
    private mutating func equal(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        try spend()
        switch (left, right) {
        case (.list(let first), .list(let second)):
            guard first.count == second.count else { return false }
            for (one, other) in zip(first, second) where !(try equal(one, other)) { return false }
            return true
        case (.map(let first), .map(let second)):
            guard first.count == second.count else { return false }
            for (key, one) in first {
                guard let other = Arithmetic.entry(key, in: second), try equal(one, other) else {
                    return false
                }
            }
            return true
        default:
            return Arithmetic.isNumber(left) && Arithmetic.isNumber(right) ? (try Arithmetic.order(left, right)) == .equal : left == right
        }
    }

    private mutating func comprehension(
        _ macro: Node.Macro, _ range: [Value], _ variable: String, _ filter: Node?, _ body: Node, _ bindings: [String: Value]
    ) throws(EvaluationError) -> Value {
        var inner = bindings
        var collected: [Value] = []
        var count = 0
        var failure: EvaluationError?
        for element in range {
            try spend()
            inner[variable] = element
            if let filter, !(try bool(filter, inner)) { continue }
            switch macro {
            case .map: collected.append(try value(body, inner))
            case .filter: if try bool(body, inner) { collected.append(element) }
            case .existsOne: if try bool(body, inner) { count += 1 }
            case .all, .exists:
                do throws(EvaluationError) {
                    if try bool(body, inner) == (macro == .exists) { return .bool(macro == .exists) }
                } catch {
                    guard remaining >= 0 else { throw error }
                    failure = error
                }
            }
        }
        if let failure { throw failure }
        switch macro {
        case .map, .filter: return .list(collected)
        case .existsOne: return .bool(count == 1)
        case .all: return .bool(true)
        case .exists: return .bool(false)
        }
    }
}
