/// Reads tokens into a tree by precedence (CEL language definition, "Syntax"); nesting and height are limited.
struct Parser {
    /// How deep brackets may stand in each other.
    static let nestingLimit = 100
    /// How high a tree may be: what walks it calls itself once for each level.
    static let heightLimit = 250
    private static let comparisons: Set<String> = ["==", "!=", "<", "<=", ">", ">=", "in"]

    private let tokens: [Token]
    private var index = 0
    private var depth = 0

    static func parse(_ source: String) throws(InvalidExpression) -> Syntax {
        var parser = Parser(tokens: try Lexer.tokens(of: source))
        let tree = try parser.expression()
        guard parser.current.kind == .end else { throw parser.failure("an operator or the end of the expression is expected here") }
        return tree
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    var current: Token { tokens[index] }

    func isSymbol(_ text: String) -> Bool { current.kind == .symbol(text) }

    func failure(_ message: String) -> InvalidExpression { current.place.refused(message) }

    mutating func skip() { index += 1 }

    mutating func take(_ symbol: String) throws(InvalidExpression) {
        guard isSymbol(symbol) else { throw failure("`\(symbol)` is expected here") }
        index += 1
    }

    mutating func takeIf(_ symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        index += 1
        return true
    }

    func node(_ kind: Syntax.Kind, at place: Place, over children: [Syntax] = []) throws(InvalidExpression) -> Syntax {
        let height = 1 + (children.map(\.height).max() ?? 0)
        guard height <= Self.heightLimit else {
            throw place.refused("the expression has more than \(Self.heightLimit) operations in one chain; split it")
        }
        return Syntax(kind: kind, place: place, height: height)
    }

    mutating func expression() throws(InvalidExpression) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.nestingLimit else {
            throw failure("the expression is nested more than \(Self.nestingLimit) deep; take brackets away")
        }
        let condition = try disjunction()
        let place = current.place
        guard takeIf("?") else { return condition }
        let first = try disjunction()
        try take(":")
        let second = try expression()
        return try node(.conditional(condition, first, second), at: place, over: [condition, first, second])
    }

    private mutating func disjunction() throws(InvalidExpression) -> Syntax {
        var operands = [try conjunction()]
        let place = current.place
        while takeIf("||") { operands.append(try conjunction()) }
        return operands.count == 1 ? operands[0] : try node(.or(operands), at: place, over: operands)
    }

    private mutating func conjunction() throws(InvalidExpression) -> Syntax {
        var operands = [try relation()]
        let place = current.place
        while takeIf("&&") { operands.append(try relation()) }
        return operands.count == 1 ? operands[0] : try node(.and(operands), at: place, over: operands)
    }

    private mutating func relation() throws(InvalidExpression) -> Syntax {
        var left = try sum()
        while case .symbol(let symbol) = current.kind, Self.comparisons.contains(symbol) {
            left = try binary(symbol, left) { (parser) throws(InvalidExpression) in try parser.sum() }
        }
        return left
    }

    private mutating func sum() throws(InvalidExpression) -> Syntax {
        var left = try product()
        while case .symbol(let symbol) = current.kind, symbol == "+" || symbol == "-" {
            left = try binary(symbol, left) { (parser) throws(InvalidExpression) in try parser.product() }
        }
        return left
    }

    private mutating func product() throws(InvalidExpression) -> Syntax {
        var left = try unary()
        while case .symbol(let symbol) = current.kind, symbol == "*" || symbol == "/" || symbol == "%" {
            left = try binary(symbol, left) { (parser) throws(InvalidExpression) in try parser.unary() }
        }
        return left
    }

    private mutating func binary(
        _ symbol: String, _ left: Syntax, _ operand: (inout Parser) throws(InvalidExpression) -> Syntax
    ) throws(InvalidExpression) -> Syntax {
        let place = current.place
        guard let binary = Operator(rawValue: symbol) else { throw failure("`\(symbol)` is not an operator") }
        index += 1
        let right = try operand(&self)
        return try node(.binary(binary, left, right), at: place, over: [left, right])
    }

    /// Pairs of signs are kept as one pair: they change nothing but that the operand must be a bool or a number.
    private mutating func unary() throws(InvalidExpression) -> Syntax {
        let place = current.place
        var signs = 0
        if isSymbol("!") {
            while takeIf("!") { signs += 1 }
            let operand = try member()
            let inner = try node(.not(operand), at: place, over: [operand])
            return signs % 2 == 1 ? inner : try node(.not(inner), at: place, over: [inner])
        }
        while takeIf("-") { signs += 1 }
        guard signs > 0 else { return try member() }
        if current.kind == .magnitudeOfSmallest, signs == 1 {
            index += 1
            return try node(.literal(.int(.min)), at: place)
        }
        let operand = try member()
        let inner = try node(.negate(operand), at: place, over: [operand])
        return signs % 2 == 1 ? inner : try node(.negate(inner), at: place, over: [inner])
    }
}
