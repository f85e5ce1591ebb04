extension Parser {
    /// Words CEL keeps for other languages: good as members, not as names of parameters or variables.
    private static let reservedWords: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var", "void", "while",
    ]

    mutating func member() throws(InvalidExpression) -> Syntax {
        var target = try primary()
        while true {
            let place = current.place
            if takeIf(".") {
                target = try selection(of: target, at: place)
            } else if takeIf("[") {
                let key = try expression()
                guard close("]") else { return .broken(at: place) }
                target = try node(.index(target, key), at: place, over: [target, key])
            } else if isSymbol("{") {
                throw failure("messages are not offered; write a map, as in `{\"key\": value}`")
            } else {
                return target
            }
        }
    }

    private mutating func selection(of target: Syntax, at place: Place) throws(InvalidExpression) -> Syntax {
        let field: String
        switch current.kind {
        case .quotedName(let name):
            skip()
            return try node(.select(target, name), at: place, over: [target])
        case .name(let name): field = name
        case .broken:
            skip()
            return .broken(at: place)
        default: throw failure("the name of a member is expected behind the point")
        }
        let namePlace = current.place
        skip()
        guard isSymbol("(") else { return try node(.select(target, field), at: place, over: [target]) }
        return try memberCall(target, field, at: namePlace)
    }

    private mutating func memberCall(_ target: Syntax, _ name: String, at place: Place) throws(InvalidExpression) -> Syntax {
        let arguments = try arguments()
        guard !arguments.contains(where: \.isBroken) else { return .broken(at: place) }
        guard let macro = Macro(rawValue: name) else {
            return try node(.member(target, name, arguments), at: place, over: [target] + arguments)
        }
        guard arguments.count == 2 || macro == .map && arguments.count == 3, case .name(let variable, false) = arguments[0].kind else {
            throw place.refused("`\(name)` takes a variable and an expression over it, as in `list.\(name)(x, x > 0)`")
        }
        let (filter, body) = (arguments.count == 3 ? arguments[1] : nil, arguments[arguments.count - 1])
        return try node(
            .comprehension(macro, range: target, variable: variable, filter: filter, body: body), at: place, over: [target] + arguments)
    }

    private mutating func arguments() throws(InvalidExpression) -> [Syntax] {
        skip()
        return try elements(until: ")")
    }

    private mutating func elements(until end: String) throws(InvalidExpression) -> [Syntax] {
        var elements: [Syntax] = []
        while !takeIf(end) {
            if !elements.isEmpty {
                guard takeComma() else {
                    if isStuck(before: end) { break }
                    continue
                }
                if end == "]", takeIf(end) { break }
            }
            elements.append(try expression())
        }
        return elements
    }

    private mutating func primary() throws(InvalidExpression) -> Syntax {
        let place = current.place
        switch current.kind {
        case .magnitudeOfSmallest: throw failure("`9223372036854775808` is out of range of an int; a uint ends in `u`")
        case .literal(let value):
            skip()
            return try node(.literal(value), at: place)
        case .symbol("("):
            skip()
            let inner = try expression()
            return close(")") ? inner : .broken(at: place)
        case .symbol("["):
            skip()
            let elements = try elements(until: "]")
            return try node(.list(elements), at: place, over: elements)
        case .symbol("{"):
            skip()
            return try map(at: place)
        case .symbol("."):
            skip()
            guard case .name(let name) = current.kind else { throw failure("a name is expected behind the point") }
            skip()
            return try named(name, isRooted: true, at: place)
        case .name(let name):
            skip()
            return try named(name, isRooted: false, at: place)
        case .quotedName: throw failure("backticks are for members, as in ``a.`b-c` ``")
        case .broken:
            skip()
            return .broken(at: place)
        case .end: throw failure("the expression ends where a value is expected")
        case .symbol(let symbol): throw failure("a value is expected here, not `\(symbol)`")
        }
    }

    private mutating func named(_ name: String, isRooted: Bool, at place: Place) throws(InvalidExpression) -> Syntax {
        guard isSymbol("(") else {
            guard !Self.reservedWords.contains(name) else {
                throw place.refused("`\(name)` is a reserved word of the expression language; choose another name")
            }
            return try node(.name(name, isRooted: isRooted), at: place)
        }
        let arguments = try arguments()
        guard !arguments.contains(where: \.isBroken) else { return .broken(at: place) }
        guard name == "has" else { return try node(.call(name, arguments), at: place, over: arguments) }
        guard arguments.count == 1, case .select(let target, let field) = arguments[0].kind else {
            throw place.refused("`has` takes one member, as in `has(a.b)`")
        }
        return try node(.isPresent(target, field), at: place, over: arguments)
    }

    private mutating func map(at place: Place) throws(InvalidExpression) -> Syntax {
        var entries: [Syntax.Entry] = []
        while !takeIf("}") {
            if !entries.isEmpty {
                guard takeComma() else {
                    if isStuck(before: "}") { break }
                    continue
                }
                if takeIf("}") { break }
            }
            let key = try expression()
            guard takeIf(":") else {
                note(failure("`:` is expected here"))
                skipToElement()
                entries.append(Syntax.Entry(key: key, value: .broken(at: place)))
                continue
            }
            entries.append(Syntax.Entry(key: key, value: try expression()))
        }
        return try node(.map(entries), at: place, over: entries.flatMap { [$0.key, $0.value] })
    }
}
