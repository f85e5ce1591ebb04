extension Checker {
    mutating func call(_ name: String, target: Syntax?, _ arguments: [Syntax], at syntax: Syntax) -> Checked {
        let target = target.map { check($0) }
        let checked = check(arguments)
        guard let function = Function(rawValue: name) else {
            let names = Function.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            return mismatch("there is no function `\(name)`; there are \(names)", at: syntax)
        }
        let candidates = function.overloads.filter { $0.arguments.count == arguments.count && ($0.target == nil) == (target == nil) }
        guard !candidates.isEmpty else {
            return mismatch("`\(name)` is not called this way; write \(function.usage)", at: syntax)
        }
        let types = checked.map(\.type)
        let fitting = candidates.filter { candidate in
            zip(candidate.arguments, types).allSatisfy { $0.agrees(with: $1) }
                && (candidate.target.map { $0.agrees(with: target?.type ?? .any) } ?? true)
        }
        guard !fitting.isEmpty else {
            let found = ((target.map { [$0.type] } ?? []) + types).map(\.phrase).joined(separator: " and ")
            return mismatch("`\(name)` does not take \(found); write \(function.usage)", at: syntax)
        }
        let results = Set(fitting.map(\.result))
        let operands = (target.map { [$0.node] } ?? []) + checked.map(\.node)
        let node = prepared(function, operands, arguments.last)
        return (node, results.count == 1 ? results.first ?? .any : .any)
    }

    /// What is written in the expression is read now, and refused now when it can never have a value: patterns, networks, and texts that
    /// are to become something else.
    private mutating func prepared(_ function: Function, _ operands: [Node], _ last: Syntax?) -> Node {
        guard let last, case .literal(let value)? = operands.last else { return .call(function, operands) }
        switch (function, operands.count, value) {
        case (.matches, 2, .string(let text)):
            do throws(InvalidPattern) {
                return .matches(operands[0], try Pattern(text))
            } catch {
                return mismatch(error.message, at: last).node
            }
        case (.isIn, 2, .string(let text)):
            guard let network = IPNetwork(text) else {
                return mismatch("the text is not a network such as `10.0.0.0/8` or `2001:db8::/32`", at: last).node
            }
            return .isIn(operands[0], network)
        case (_, 1, _) where function.isConversion && environment.readsLiterals:
            do throws(EvaluationError) {
                return .literal(try Conversion.convert(value, by: function))
            } catch {
                return mismatch(error.message, at: last).node
            }
        default: return .call(function, operands)
        }
    }

    mutating func comprehension(
        _ macro: Macro, _ range: Syntax, _ variable: String, _ filter: Syntax?, _ body: Syntax
    ) -> Checked {
        let over = check(range)
        let element: ValueType
        switch over.type {
        case .any: element = .any
        case .list(let type): element = type
        case .map(let key, _): element = key
        default: element = mismatch("`\(macro.rawValue)` goes over a list or a map, and this is \(over.type.phrase)", at: range).type
        }
        variables.append((variable, element))
        defer { variables.removeLast() }
        let test = filter.map { (syntax: $0, checked: check($0)) }
        if let test { require(test.checked.type, .bool, for: "the filter of `map` is true or false", at: test.syntax) }
        let inner = check(body)
        if macro != .map { require(inner.type, .bool, for: "what `\(macro.rawValue)` asks of each element is true or false", at: body) }
        let node = Node.comprehension(macro, range: over.node, filter: test?.checked.node, body: inner.node)
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
