/// Reads tokens into a tree by precedence (CEL language definition, "Syntax"); nesting and height are limited.
struct Parser {
    /// How deep brackets may stand in each other.
    static let nestingLimit = 100
    /// How high a tree may be: what walks it calls itself once for each level.
    static let heightLimit = 250
    private static let comparisons: Set<String> = ["==", "!=", "<", "<=", ">", ">=", "in"]

    /// More mistakes are not looked for.
    static let mistakeLimit = 20

    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    private var mistakes: [InvalidExpression] = []
    /// The token of the last mistake: what follows from a mistake at the same place is not a further one.
    private var mistaken = -1
    /// The expression is too large to be read to its end.
    private var isTooLarge = false

    /// All that could be read: one tree and no mistake, or the parts around the mistakes.
    static func parse(_ source: String) -> (trees: [Syntax], mistakes: [InvalidExpression]) {
        let (tokens, mistakes) = Lexer.tokens(of: source)
        var parser = Parser(tokens: tokens)
        parser.mistakes = Array(mistakes.prefix(mistakeLimit))
        var trees = [parser.whole()]
        while parser.current.kind != .end {
            parser.note(parser.failure("an operator or the end of the expression is expected here"))
            if parser.skipBehindOperator() { trees.append(parser.whole()) }
        }
        return (trees, parser.mistakes)
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    var current: Token { tokens[index] }

    func isSymbol(_ text: String) -> Bool { current.kind == .symbol(text) }

    func failure(_ message: String) -> InvalidExpression { current.place.refused(message) }

    mutating func skip() { index += 1 }

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

    /// Notes a mistake, unless it follows from the one before it.
    mutating func note(_ mistake: InvalidExpression) {
        let follows = index == mistaken || current.kind == .broken || index > 0 && tokens[index - 1].kind == .broken
        guard !follows, !isTooLarge, mistakes.count < Self.mistakeLimit else { return }
        mistaken = index
        mistakes.append(mistake)
    }

    /// Reads no further.
    private mutating func stop() {
        isTooLarge = true
        index = tokens.count - 1
    }

    private mutating func whole() -> Syntax {
        recovering { (parser) throws(InvalidExpression) in try parser.expression() }
    }

    mutating func expression() throws(InvalidExpression) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.nestingLimit else {
            note(failure("the expression is nested more than \(Self.nestingLimit) deep; take brackets away"))
            stop()
            return .broken(at: current.place)
        }
        let condition = try disjunction()
        let place = current.place
        guard takeIf("?") else { return condition }
        let first = try disjunction()
        guard takeIf(":") else {
            note(failure("`:` is expected here"))
            return .broken(at: place)
        }
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
        var operands = [operand()]
        let place = current.place
        while takeIf("&&") { operands.append(operand()) }
        return operands.count == 1 ? operands[0] : try node(.and(operands), at: place, over: operands)
    }

    private mutating func operand() -> Syntax {
        recovering { (parser) throws(InvalidExpression) in try parser.relation() }
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
