extension Evaluator {
    /// What an expression may produce: a text or bytes in bytes, a list in elements.
    static let producedByteLimit = 1 << 20
    static let producedElementLimit = 10_000
    /// How deep lists and maps may stand in each other where they are compared.
    static let comparedDepthLimit = 100

    mutating func apply(_ binary: Operator, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch binary {
        case .equal: return .bool(try equal(left, right))
        case .notEqual: return .bool(!(try equal(left, right)))
        case .isIn: return .bool(try isIn(left, right))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            try spend(min(left.length, right.length) / Self.bytesPerCost)
            return .bool(binary.holds(for: try Arithmetic.order(left, right)))
        case .add:
            try produce(left, right)
            return try Arithmetic.apply(binary, left, right)
        case .subtract, .multiply, .divide, .remainder: return try Arithmetic.apply(binary, left, right)
        }
    }

    /// Bytes that are looked at or copied for a cost of one.
    static let bytesPerCost = 16

    /// Joining pays for the whole result before it exists.
    private mutating func produce(_ left: Value, _ right: Value) throws(EvaluationError) {
        switch (left, right) {
        case (.string, .string), (.bytes, .bytes):
            let length = left.length + right.length
            guard length <= Self.producedByteLimit else {
                throw EvaluationError("the text would be longer than \(Self.producedByteLimit) bytes")
            }
            try spend(length / Self.bytesPerCost)
        case (.list(let first), .list(let second)): try produce(elements: first.count + second.count)
        default: break
        }
    }

    mutating func produce(elements count: Int) throws(EvaluationError) {
        guard count <= Self.producedElementLimit else {
            throw EvaluationError("the list would have more than \(Self.producedElementLimit) elements")
        }
        try spend(count)
    }

    private mutating func isIn(_ element: Value, _ range: Value) throws(EvaluationError) -> Bool {
        switch range {
        case .list(let values):
            for value in values where try equal(element, value) { return true }
            return false
        case .map(let entries): return try entry(element, in: entries) != nil
        default: throw EvaluationError("`in` needs a list or map on its right")
        }
    }

    /// Numbers of different types are equal when they are the same number; everything else only to its own kind.
    mutating func equal(_ left: Value, _ right: Value, depth: Int = 0) throws(EvaluationError) -> Bool {
        guard depth <= Self.comparedDepthLimit else {
            throw EvaluationError("the values are nested more than \(Self.comparedDepthLimit) deep")
        }
        try spend(min(left.length, right.length) / Self.bytesPerCost)
        switch (left, right) {
        case (.list(let first), .list(let second)):
            guard first.count == second.count else { return false }
            for (one, other) in zip(first, second) where !(try equal(one, other, depth: depth + 1)) { return false }
            return true
        case (.map(let first), .map(let second)):
            guard first.count == second.count else { return false }
            for (key, one) in first {
                guard let other = try entry(key, in: second), try equal(one, other, depth: depth + 1) else { return false }
            }
            return true
        default:
            return Arithmetic.isNumber(left) && Arithmetic.isNumber(right) ? (try Arithmetic.order(left, right)) == .equal : left == right
        }
    }
}

extension Operator {
    func holds(for order: Arithmetic.Order) -> Bool {
        switch (self, order) {
        case (.less, .less), (.lessOrEqual, .less), (.lessOrEqual, .equal), (.greater, .greater), (.greaterOrEqual, .greater),
            (.greaterOrEqual, .equal):
            true
        default: false
        }
    }
}

extension Value {
    /// Of a text or of bytes, in bytes; 0 for everything else.
    var length: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        default: 0
        }
    }
}
