/// Resolves the names of an expression and checks its types, when it is written and not when it is needed.
///
/// The rules are those of CEL's checker (language definition, "Type checking"): no value changes its type by itself, so `1 == 1.0` is
/// refused and `double(1) == 1.0` is not.
///
/// It goes on after a mistake: what is wrong counts as a value of any type, so that nothing around it is a further mistake.
struct Checker {
    typealias Checked = (node: Node, type: ValueType)

    let environment: Environment
    /// Variables of the comprehensions around, outermost first.
    var variables: [(name: String, type: ValueType)] = []
    private(set) var mistakes: [InvalidExpression] = []

    init(environment: Environment) {
        self.environment = environment
    }

    /// - Throws: everything that is to be changed.
    static func check(_ source: String, in environment: Environment) throws(InvalidExpression) -> Node {
        let (trees, mistakes) = Parser.parse(source)
        var checker = Checker(environment: environment)
        checker.mistakes = mistakes
        let checked = trees.map { checker.check($0) }
        // What an expression comes to that was not read whole, nobody knows.
        if mistakes.isEmpty, let result = environment.result {
            checker.require(checked[0].type, result, for: "a condition is true or false, as `x == y` is", at: trees[0])
        }
        if let mistakes = InvalidExpression(checker.mistakes) { throw mistakes }
        return checked[0].node
    }

    /// Without the check every type is `any`.
    mutating func check(_ syntax: Syntax) -> Checked {
        let (node, type) = checkKind(of: syntax)
        return (node, environment.isChecked ? type : .any)
    }

    private mutating func checkKind(of syntax: Syntax) -> Checked {
        if let path = path(of: syntax), let found = resolve(path, isRooted: isRooted(syntax)) { return found }
        switch syntax.kind {
        case .literal(let value): return (.literal(value), literalType(value))
        case .name(let name, _): return unknown(name, at: syntax)
        case .list(let elements):
            let checked = check(elements)
            return (Self.list(of: checked.map(\.node)), .list(.shared(checked.map(\.type))))
        case .map(let entries): return map(entries)
        case .select(let target, let field):
            let (node, type) = check(target)
            return (.select(node, field), memberType(of: type, field, at: syntax))
        case .isPresent(let target, let field):
            let (node, type) = check(target)
            _ = memberType(of: type, field, at: syntax)
            return (.isPresent(node, field), .bool)
        case .index(let target, let key): return index(target, key, at: syntax)
        case .call(let name, let arguments): return call(name, target: nil, arguments, at: syntax)
        case .member(let target, let name, let arguments): return call(name, target: target, arguments, at: syntax)
        case .not(let operand):
            let (node, type) = check(operand)
            require(type, .bool, for: "`!` takes a bool", at: operand)
            return (.not(node), .bool)
        case .negate(let operand):
            let (node, type) = check(operand)
            guard [.any, .int, .double].contains(type) else {
                return mismatch("`-` takes an int or a double, and this is \(type.phrase)", at: operand)
            }
            return (.negate(node), type)
        case .binary(let binary, let left, let right): return operation(binary, left, right, at: syntax)
        case .and(let operands): return (.and(bools(operands, of: "&&")), .bool)
        case .or(let operands): return (.or(bools(operands, of: "||")), .bool)
        case .conditional(let condition, let first, let second): return conditional(condition, first, second)
        case .comprehension(let macro, let range, let variable, let filter, let body):
            return comprehension(macro, range, variable, filter, body)
        case .broken:
            // Reported where it was read; were it not, the expression must be refused all the same.
            if mistakes.isEmpty { mistakes.append(syntax.place.refused("what begins here cannot be read")) }
            return (.literal(.null), .any)
        }
    }

    mutating func check(_ list: [Syntax]) -> [Checked] {
        var checked: [Checked] = []
        checked.reserveCapacity(list.count)
        for syntax in list { checked.append(check(syntax)) }
        return checked
    }

    /// A list of literals is one literal, so that it is not made anew for each evaluation.
    private static func list(of nodes: [Node]) -> Node {
        var values: [Value] = []
        for node in nodes {
            guard case .literal(let value) = node else { return .list(nodes) }
            values.append(value)
        }
        return .literal(.list(values))
    }

    private mutating func bools(_ operands: [Syntax], of symbol: String) -> [Node] {
        var nodes: [Node] = []
        for operand in operands {
            let (node, type) = check(operand)
            require(type, .bool, for: "`\(symbol)` joins two bools", at: operand)
            nodes.append(node)
        }
        return nodes
    }

    mutating func require(_ type: ValueType, _ expected: ValueType, for reason: String, at syntax: Syntax) {
        guard !type.agrees(with: expected) else { return }
        _ = mismatch("\(reason), and this is \(type.phrase)", at: syntax)
    }

    /// What is not checked is left to the evaluation, which has no value for it.
    mutating func mismatch(_ message: String, at syntax: Syntax) -> Checked {
        if environment.isChecked { mistakes.append(syntax.place.refused(message)) }
        return (.missing(message), .any)
    }
}
