extension Evaluator {
    mutating func comprehension(_ macro: Macro, _ range: Node, _ filter: Node?, _ body: Node) throws(EvaluationError) -> Value {
        let elements = try elements(try value(range))
        variables.append(.null)
        defer { variables.removeLast() }
        switch macro {
        case .all: return .bool(try quantified(elements, body, decisive: false))
        case .exists: return .bool(try quantified(elements, body, decisive: true))
        case .existsOne:
            var count = 0
            for element in elements where try holds(body, for: element) { count += 1 }
            return .bool(count == 1)
        case .filter:
            var kept: [Value] = []
            for element in elements where try holds(body, for: element) { kept.append(element) }
            return .list(kept)
        case .map:
            var mapped: [Value] = []
            for element in elements {
                if let filter, !(try holds(filter, for: element)) { continue }
                bind(element)
                mapped.append(try value(body))
            }
            return .list(mapped)
        }
    }

    /// One element that decides is enough, whatever has no value for others (CEL, "Macros").
    private mutating func quantified(_ elements: [Value], _ body: Node, decisive: Bool) throws(EvaluationError) -> Bool {
        var failure: EvaluationError?
        for element in elements {
            do throws(EvaluationError) {
                if try holds(body, for: element) == decisive { return decisive }
            } catch {
                guard !isSpent else { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return !decisive
    }

    private mutating func holds(_ body: Node, for element: Value) throws(EvaluationError) -> Bool {
        try spend()
        bind(element)
        return try bool(body)
    }

    private mutating func bind(_ element: Value) {
        variables[variables.count - 1] = element
    }

    /// The keys of a map come in one order, so that an answer does not depend on where they lie in memory.
    private mutating func elements(_ value: Value) throws(EvaluationError) -> [Value] {
        switch value {
        case .list(let values): return values
        case .map(let entries):
            try spend(entries.count)
            return entries.keys.sorted(by: Self.precedes)
        default: throw EvaluationError("a list or map is expected")
        }
    }

    private static func precedes(_ left: Value, _ right: Value) -> Bool {
        guard left.rank == right.rank, let order = try? Arithmetic.order(left, right) else { return left.rank < right.rank }
        return order == .less
    }
}

extension Value {
    fileprivate var rank: Int {
        switch self {
        case .bool: 0
        case .int, .uint: 1
        default: 2
        }
    }
}
