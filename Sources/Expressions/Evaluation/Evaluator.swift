/// Walks an expression; every node and every element looked at costs one, and long texts cost by their length.
struct Evaluator {
    let bindings: [String: Value]
    var remaining: Int
    /// Of the comprehensions around, outermost first.
    var variables: [Value] = []

    init(bindings: [String: Value], remaining: Int) {
        self.bindings = bindings
        self.remaining = remaining
    }

    mutating func spend(_ cost: Int = 1) throws(EvaluationError) {
        remaining -= max(cost, 1)
        guard remaining >= 0 else { throw EvaluationError("the expression costs more than is allowed") }
    }

    mutating func value(_ node: Node) throws(EvaluationError) -> Value {
        try spend()
        switch node {
        case .literal(let value): return value
        case .parameter(let name):
            guard let value = bindings[name] else { throw EvaluationError("`\(name)` has no value") }
            return value
        case .variable(let depth): return variables[depth]
        case .list(let nodes): return .list(try values(nodes))
        case .map(let entries): return try map(entries)
        case .select(let target, let field):
            guard let value = try entries(of: target)[.string(field)] else { throw EvaluationError("there is no member `\(field)`") }
            return value
        case .isPresent(let target, let field): return .bool(try entries(of: target)[.string(field)] != nil)
        case .index(let target, let key): return try element(try value(target), try value(key))
        case .call(let function, let arguments): return try call(function, try values(arguments))
        case .matches(let target, let pattern): return .bool(try matches(try value(target), pattern))
        case .isIn(let target, let network): return .bool(try isIn(try value(target), network))
        case .not(let operand): return .bool(!(try bool(operand)))
        case .negate(let operand): return try Arithmetic.negated(try value(operand))
        case .binary(let binary, let left, let right): return try apply(binary, try value(left), try value(right))
        case .and(let operands): return .bool(try joined(operands, decisive: false))
        case .or(let operands): return .bool(try joined(operands, decisive: true))
        case .conditional(let condition, let first, let second): return try bool(condition) ? try value(first) : try value(second)
        case .comprehension(let macro, let range, let filter, let body): return try comprehension(macro, range, filter, body)
        case .missing(let message): throw EvaluationError(message)
        }
    }

    /// An error that no other operand may absorb.
    var isSpent: Bool { remaining < 0 }

    mutating func bool(_ node: Node) throws(EvaluationError) -> Bool {
        guard case .bool(let value) = try value(node) else { throw EvaluationError("true or false is expected") }
        return value
    }

    private mutating func values(_ nodes: [Node]) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        for node in nodes { values.append(try value(node)) }
        return values
    }

    /// A decisive operand decides even where another one has no value, whichever side it stands on (CEL, "Logical operators").
    private mutating func joined(_ operands: [Node], decisive: Bool) throws(EvaluationError) -> Bool {
        var failure: EvaluationError?
        for operand in operands {
            do throws(EvaluationError) {
                if try bool(operand) == decisive { return decisive }
            } catch {
                guard !isSpent else { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return !decisive
    }

    private mutating func map(_ entries: [Node.Entry]) throws(EvaluationError) -> Value {
        var result: [Value: Value] = [:]
        for entry in entries {
            let key = try value(entry.key)
            switch key {
            case .bool, .int, .uint, .string: break
            default: throw EvaluationError("a key of a map must be a bool, int, uint or string")
            }
            guard try self.entry(key, in: result) == nil else { throw EvaluationError("a key of a map is repeated") }
            result[key] = try value(entry.value)
        }
        return .map(result)
    }

    private mutating func entries(of node: Node) throws(EvaluationError) -> [Value: Value] {
        guard case .map(let entries) = try value(node) else { throw EvaluationError("only a map has members") }
        return entries
    }

    /// Looking a key up costs by its length.
    mutating func entry(_ key: Value, in entries: [Value: Value]) throws(EvaluationError) -> Value? {
        try spend(key.length / Self.bytesPerCost)
        return Arithmetic.entry(key, in: entries)
    }

    private mutating func element(_ target: Value, _ key: Value) throws(EvaluationError) -> Value {
        switch target {
        case .list(let values):
            guard let index = Arithmetic.index(key), values.indices.contains(index) else {
                throw EvaluationError("the index is not a whole number within the list")
            }
            return values[index]
        case .map(let entries):
            guard let value = try entry(key, in: entries) else { throw EvaluationError("there is no such key") }
            return value
        default: throw EvaluationError("\(target.phrase) has no elements")
        }
    }
}
