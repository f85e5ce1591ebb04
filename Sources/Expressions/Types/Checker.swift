/// Resolves the names of an expression and checks its types, when it is written and not when it is needed.
///
/// The rules are those of CEL's checker (language definition, "Type checking"): no value changes its type by itself, so `1 == 1.0` is
/// refused and `double(1) == 1.0` is not.
struct Checker {
    typealias Checked = (node: Node, type: ValueType)

    let environment: Environment
    /// Variables of the comprehensions around, outermost first.
    var variables: [(name: String, type: ValueType)] = []

    /// - Throws: with the place of the first thing to change.
    static func check(_ syntax: Syntax, in environment: Environment) throws(InvalidExpression) -> Node {
        var checker = Checker(environment: environment)
        let (node, type) = try checker.check(syntax)
        if let result = environment.result {
            try checker.require(type, result, for: "a condition is true or false, as `x == y` is", at: syntax)
        }
        return node
    }

    /// Without the check every type is `any`.
    mutating func check(_ syntax: Syntax) throws(InvalidExpression) -> Checked {
        let (node, type) = try checkKind(of: syntax)
        return (node, environment.isChecked ? type : .any)
    }

    private mutating func checkKind(of syntax: Syntax) throws(InvalidExpression) -> Checked {
        if let path = path(of: syntax), let found = resolve(path, isRooted: isRooted(syntax)) { return found }
        switch syntax.kind {
        case .literal(let value): return (.literal(value), literalType(value))
        case .name(let name, _): return try unknown(name, at: syntax)
        case .list(let elements):
            let checked = try check(elements)
            return (Self.list(of: checked.map(\.node)), .list(.shared(checked.map(\.type))))
        case .map(let entries): return try map(entries)
        case .select(let target, let field):
            let (node, type) = try check(target)
            return (.select(node, field), try memberType(of: type, field, at: syntax))
        case .isPresent(let target, let field):
            let (node, type) = try check(target)
            _ = try memberType(of: type, field, at: syntax)
            return (.isPresent(node, field), .bool)
        case .index(let target, let key): return try index(target, key, at: syntax)
        case .call(let name, let arguments): return try call(name, target: nil, arguments, at: syntax)
        case .member(let target, let name, let arguments): return try call(name, target: target, arguments, at: syntax)
        case .not(let operand):
            let (node, type) = try check(operand)
            try require(type, .bool, for: "`!` takes a bool", at: operand)
            return (.not(node), .bool)
        case .negate(let operand):
            let (node, type) = try check(operand)
            guard [.any, .int, .double].contains(type) else {
                return try mismatch("`-` takes an int or a double, and this is \(type.phrase)", at: operand, .any)
            }
            return (.negate(node), type)
        case .binary(let binary, let left, let right): return try operation(binary, left, right, at: syntax)
        case .and(let operands): return (.and(try bools(operands, of: "&&")), .bool)
        case .or(let operands): return (.or(try bools(operands, of: "||")), .bool)
        case .conditional(let condition, let first, let second): return try conditional(condition, first, second)
        case .comprehension(let macro, let range, let variable, let filter, let body):
            return try comprehension(macro, range, variable, filter, body)
        }
    }

    mutating func check(_ list: [Syntax]) throws(InvalidExpression) -> [Checked] {
        var checked: [Checked] = []
        checked.reserveCapacity(list.count)
        for syntax in list { checked.append(try check(syntax)) }
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

    private mutating func bools(_ operands: [Syntax], of symbol: String) throws(InvalidExpression) -> [Node] {
        var nodes: [Node] = []
        for operand in operands {
            let (node, type) = try check(operand)
            try require(type, .bool, for: "`\(symbol)` joins two bools", at: operand)
            nodes.append(node)
        }
        return nodes
    }

    func require(_ type: ValueType, _ expected: ValueType, for reason: String, at syntax: Syntax) throws(InvalidExpression) {
        guard !type.agrees(with: expected) else { return }
        _ = try mismatch("\(reason), and this is \(type.phrase)", at: syntax, .any)
    }

    /// What is not checked is left to the evaluation, which has no value for it.
    func mismatch(_ message: String, at syntax: Syntax, _ type: ValueType) throws(InvalidExpression) -> Checked {
        guard !environment.isChecked else { throw syntax.place.refused(message) }
        return (.missing(message), type)
    }
}
