/// Reads tokens into a tree by precedence (CEL language definition, "Syntax"); nesting and size are limited.
struct Parser {
    static let nestingLimit = 100
    private static let comparisons: Set<String> = ["==", "!=", "<", "<=", ">", ">=", "in"]

    private let tokens: [Token]
    private var index = 0
    private var depth = 0

    static func parse(_ source: String) throws(InvalidExpression) -> Node {
        var parser = Parser(tokens: try Lexer.tokens(of: source))
        let node = try parser.expression()
        guard parser.current.kind == .end else { throw parser.failure("nothing more is expected here") }
        return node
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    private var current: Token { tokens[index] }

    private func isSymbol(_ text: String) -> Bool { current.kind == .symbol(text) }

    private func failure(_ message: String) -> InvalidExpression {
        InvalidExpression(line: current.line, column: current.column, message: message)
    }

    private mutating func take(_ symbol: String) throws(InvalidExpression) {
        guard isSymbol(symbol) else { throw failure("`\(symbol)` is expected here") }
        index += 1
    }

    private mutating func takeIf(_ symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        index += 1
        return true
    }

    private mutating func name() throws(InvalidExpression) -> String {
        guard case .name(let name) = current.kind else { throw failure("a name is expected here") }
        index += 1
        return name
    }

    private mutating func expression() throws(InvalidExpression) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.nestingLimit else { throw failure("the expression is nested more than \(Self.nestingLimit) deep") }
        let condition = try disjunction()
        guard takeIf("?") else { return condition }
        let first = try disjunction()
        try take(":")
        return .conditional(condition, first, try expression())
    }

    private mutating func disjunction() throws(InvalidExpression) -> Node {
        var node = try conjunction()
        while takeIf("||") { node = .or(node, try conjunction()) }
        return node
    }

    private mutating func conjunction() throws(InvalidExpression) -> Node {
        var node = try relation()
        while takeIf("&&") { node = .and(node, try relation()) }
        return node
    }

    private mutating func relation() throws(InvalidExpression) -> Node {
        var node = try sum()
        while case .symbol(let symbol) = current.kind, Self.comparisons.contains(symbol), let binary = Node.Operator(rawValue: symbol) {
            index += 1
            node = .binary(binary, node, try sum())
        }
        return node
    }

    private mutating func sum() throws(InvalidExpression) -> Node {
        var node = try product()
        while case .symbol(let symbol) = current.kind, symbol == "+" || symbol == "-", let binary = Node.Operator(rawValue: symbol) {
            index += 1
            node = .binary(binary, node, try product())
        }
        return node
    }

    private mutating func product() throws(InvalidExpression) -> Node {
        var node = try unary()
        while case .symbol(let symbol) = current.kind, ["*", "/", "%"].contains(symbol), let binary = Node.Operator(rawValue: symbol) {
            index += 1
            node = .binary(binary, node, try unary())
        }
        return node
    }

    private mutating func unary() throws(InvalidExpression) -> Node {
        var signs = 0
        if isSymbol("!") {
            while takeIf("!") { signs += 1 }
            let operand = try member()
            return signs % 2 == 1 ? .not(operand) : .not(.not(operand))
        }
        while takeIf("-") { signs += 1 }
        guard signs > 0 else { return try member() }
        if current.kind == .magnitudeOfSmallest, signs == 1 {
            index += 1
            return .literal(.int(.min))
        }
        let operand = try member()
        return signs % 2 == 1 ? .negate(operand) : .negate(.negate(operand))
    }

    private mutating func member() throws(InvalidExpression) -> Node {
        var node = try primary()
        var length = 0
        while true {
            length += 1
            guard length <= Self.nestingLimit else { throw failure("the chain of members is longer than \(Self.nestingLimit)") }
            if takeIf(".") {
                let name = try name()
                guard isSymbol("(") else {
                    node = .select(node, name)
                    continue
                }
                node = try memberCall(node, name)
            } else if takeIf("[") {
                node = .index(node, try expression())
                try take("]")
            } else {
                return node
            }
        }
    }

    private mutating func memberCall(_ target: Node, _ name: String) throws(InvalidExpression) -> Node {
        let place = current
        let arguments = try arguments()
        guard let macro = Node.Macro(rawValue: name) else { return .member(target, name, arguments) }
        guard case .name(let variable)? = arguments.first, arguments.count == 2 || macro == .map && arguments.count == 3 else {
            throw InvalidExpression(
                line: place.line, column: place.column, message: "`\(name)` takes a variable and an expression over it")
        }
        let filter = arguments.count == 3 ? arguments[1] : nil
        return .comprehension(macro, range: target, variable: variable, filter: filter, body: arguments[arguments.count - 1])
    }

    private mutating func arguments() throws(InvalidExpression) -> [Node] {
        try take("(")
        return try elements(until: ")")
    }

    private mutating func elements(until end: String) throws(InvalidExpression) -> [Node] {
        var elements: [Node] = []
        while !takeIf(end) {
            if !elements.isEmpty {
                try take(",")
                if end == "]", takeIf(end) { break }
            }
            elements.append(try expression())
        }
        return elements
    }

    private mutating func primary() throws(InvalidExpression) -> Node {
        switch current.kind {
        case .magnitudeOfSmallest: throw failure("the number is out of range")
        case .literal(let value):
            index += 1
            return .literal(value)
        case .symbol("("):
            index += 1
            let inner = try expression()
            try take(")")
            return inner
        case .symbol("["):
            index += 1
            return .list(try elements(until: "]"))
        case .symbol("{"):
            index += 1
            return try map()
        case .name(let name):
            index += 1
            guard isSymbol("(") else { return .name(name) }
            return try call(name)
        default:
            throw failure("a value is expected here")
        }
    }

    private mutating func call(_ name: String) throws(InvalidExpression) -> Node {
        let place = current
        let arguments = try arguments()
        guard name == "has" else { return .call(name, arguments) }
        guard arguments.count == 1, case .select(let target, let field) = arguments[0] else {
            throw InvalidExpression(line: place.line, column: place.column, message: "`has` takes one member, as in `has(a.b)`")
        }
        return .isPresent(target, field)
    }

    private mutating func map() throws(InvalidExpression) -> Node {
        var entries: [Node.Entry] = []
        while !takeIf("}") {
            if !entries.isEmpty {
                try take(",")
                if takeIf("}") { break }
            }
            let key = try expression()
            try take(":")
            entries.append(Node.Entry(key: key, value: try expression()))
        }
        return .map(entries)
    }
}
