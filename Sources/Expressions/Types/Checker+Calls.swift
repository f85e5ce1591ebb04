extension Checker {
    mutating func call(_ name: String, target: Syntax?, _ arguments: [Syntax], at syntax: Syntax) throws(InvalidExpression) -> Checked {
        let target = try target.map { (target) throws(InvalidExpression) in (syntax: target, checked: try check(target)) }
        let checked = try check(arguments)
        guard let function = Function(rawValue: name) else {
            let names = Function.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            return try mismatch("there is no function `\(name)`; there are \(names)", at: syntax, .any)
        }
        let candidates = function.overloads.filter { $0.arguments.count == arguments.count && ($0.target == nil) == (target == nil) }
        guard !candidates.isEmpty else {
            return try mismatch("`\(name)` is not called this way; write \(function.usage)", at: syntax, .any)
        }
        let types = checked.map(\.type)
        let fitting = candidates.filter { candidate in
            zip(candidate.arguments, types).allSatisfy { $0.agrees(with: $1) }
                && (candidate.target.map { $0.agrees(with: target?.checked.type ?? .any) } ?? true)
        }
        guard !fitting.isEmpty else {
            let found = ((target.map { [$0.checked.type] } ?? []) + types).map(\.phrase).joined(separator: " and ")
            return try mismatch("`\(name)` does not take \(found); write \(function.usage)", at: syntax, .any)
        }
        let results = Set(fitting.map(\.result))
        let operands = (target.map { [$0.checked.node] } ?? []) + checked.map(\.node)
        let node = try prepared(function, operands, arguments.last)
        return (node, results.count == 1 ? results.first ?? .any : .any)
    }

    /// A pattern or a network that is written in the expression is read now, and refused now.
    private func prepared(_ function: Function, _ operands: [Node], _ last: Syntax?) throws(InvalidExpression) -> Node {
        guard operands.count == 2, case .literal(.string(let text)) = operands[1], let last else { return .call(function, operands) }
        switch function {
        case .matches:
            do throws(InvalidPattern) {
                return .matches(operands[0], try Pattern(text))
            } catch {
                return try mismatch(error.message, at: last, .any).node
            }
        case .isIn:
            guard let network = IPNetwork(text) else {
                return try mismatch("the text is not a network such as `10.0.0.0/8` or `2001:db8::/32`", at: last, .any).node
            }
            return .isIn(operands[0], network)
        default: return .call(function, operands)
        }
    }

    mutating func comprehension(
        _ macro: Macro, _ range: Syntax, _ variable: String, _ filter: Syntax?, _ body: Syntax
    ) throws(InvalidExpression) -> Checked {
        let over = try check(range)
        let element: ValueType
        switch over.type {
        case .any: element = .any
        case .list(let type): element = type
        case .map(let key, _): element = key
        default: return try mismatch("`\(macro.rawValue)` goes over a list or a map, and this is \(over.type.phrase)", at: range, .any)
        }
        variables.append((variable, element))
        defer { variables.removeLast() }
        let test = try filter.map { (filter) throws(InvalidExpression) in (filter, try check(filter)) }
        if let test { try require(test.1.type, .bool, for: "the filter of `map` is true or false", at: test.0) }
        let inner = try check(body)
        if macro != .map { try require(inner.type, .bool, for: "what `\(macro.rawValue)` asks of each element is true or false", at: body) }
        let node = Node.comprehension(macro, range: over.node, filter: test?.1.node, body: inner.node)
        switch macro {
        case .all, .exists, .existsOne: return (node, .bool)
        case .filter: return (node, .list(element))
        case .map: return (node, .list(inner.type))
        }
    }
}

extension Function {
    /// How the function is called, for messages: `` `string.contains(string)` ``.
    var usage: String {
        let forms = overloads.map { overload in
            let target = overload.target.map { "\($0)." } ?? ""
            return "`\(target)\(rawValue)(\(overload.arguments.map(\.description).joined(separator: ", ")))`"
        }
        return forms.count < 2 ? forms.joined() : forms.dropLast().joined(separator: ", ") + " or " + (forms.last ?? "")
    }
}
