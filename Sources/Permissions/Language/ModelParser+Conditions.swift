extension ModelParser {
    /// What stands after the word `condition`: name, parameters and the CEL text between braces.
    mutating func readCondition() {
        reader.skipBlank()
        guard let name = takeName("a condition's name") else { return skipToNextDeclaration() }
        let before = diagnostics.count
        checkPlain(name, "a condition's name")
        guard let parameters = readParameters(of: name), let (expression, position) = readBody(of: name) else {
            if conditions.insert(name.text).inserted { syntax.conditions.append(.broken(name)) }
            return skipToNextDeclaration()
        }
        guard conditions.insert(name.text).inserted else {
            report("duplicate_condition", "the condition `\(name.text)` is defined above; remove or rename one", at: name.position)
            return
        }
        syntax.conditions.append(
            ConditionSyntax(
                name: name, parameters: parameters, expression: expression, expressionPosition: position,
                isBroken: diagnostics.count > before))
    }

    private mutating func checkPlain(_ name: PlacedName, _ what: String) {
        guard name.text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }) else { return }
        reportSyntax("remove `.` and `/` from `\(name.text)`; \(what) has none", at: name.position)
    }

    private mutating func readParameters(of condition: PlacedName) -> [ParameterSyntax]? {
        reader.skipLines()
        guard reader.take(UInt8(ascii: "(")) else {
            reportSyntax("add the parameters of `\(condition.text)` in parentheses, found \(reader.shownNext())")
            return nil
        }
        var parameters: [ParameterSyntax] = []
        var names: Set<String> = []
        repeat {
            reader.skipLines()
            guard let parameter = readParameter() else { return nil }
            if !names.insert(parameter.name.text).inserted {
                let message = "the parameter `\(parameter.name.text)` of `\(condition.text)` is named twice; remove or rename one"
                report("duplicate_parameter", message, at: parameter.name.position)
            } else {
                parameters.append(parameter)
            }
            reader.skipLines()
        } while reader.take(UInt8(ascii: ","))
        guard reader.take(UInt8(ascii: ")")) else {
            reportSyntax("expected `,` or `)`, found \(reader.shownNext())")
            return nil
        }
        return parameters
    }

    private mutating func readParameter() -> ParameterSyntax? {
        guard let name = takeName("a parameter's name", mayBeReserved: true) else { return nil }
        checkPlain(name, "a parameter's name")
        reader.skipLines()
        guard reader.take(UInt8(ascii: ":")) else {
            reportSyntax("add `:` and a type after `\(name.text)`, found \(reader.shownNext())")
            return nil
        }
        reader.skipLines()
        guard let type = readParameterType() else { return nil }
        return ParameterSyntax(name: name, type: type)
    }

    private mutating func readParameterType() -> ParameterType? {
        let position = reader.position
        guard let word = reader.takeIdentifier()?.text else {
            reportSyntax("expected a parameter's type, found \(reader.shownNext())")
            return nil
        }
        guard word == "list" || word == "map" else {
            guard let scalar = scalar(word, at: position) else { return nil }
            return .scalar(scalar)
        }
        reader.skipBlank()
        guard reader.take(UInt8(ascii: "<")) else {
            reportSyntax("say of what: `\(word)<string>`", at: position)
            return nil
        }
        reader.skipBlank()
        let inner = reader.position
        guard let element = reader.takeIdentifier()?.text, let scalar = scalar(element, at: inner) else {
            if reader.peekIdentifier() == nil, reader.position == inner {
                reportSyntax("say of what: `\(word)<string>`", at: position)
            }
            return nil
        }
        reader.skipBlank()
        guard reader.take(UInt8(ascii: ">")) else {
            reportSyntax("add `>`, found \(reader.shownNext())")
            return nil
        }
        return word == "list" ? .list(.scalar(scalar)) : .map(.scalar(scalar))
    }

    private mutating func scalar(_ word: String, at position: SourcePosition) -> ParameterType.Scalar? {
        if let scalar = ParameterType.Scalar(rawValue: word), scalar != .any { return scalar }
        let known = ParameterType.Scalar.allCases.filter { $0 != .any }.map(\.rawValue).joined(separator: ", ")
        reportSyntax("`\(word.prefix(60))` is not a type here; use one of \(known), or list or map of one", at: position)
        return nil
    }

    mutating func skipToNextDeclaration() {
        reader.skipToLineEnd()
        while !reader.isAtEnd {
            var ahead = reader
            ahead.skipLines()
            guard !ahead.isAtEnd else { return }
            if let word = ahead.peekIdentifier(), ModelParser.declarationWords.contains(word) { return }
            reader = ahead
            reader.skipToLineEnd()
        }
    }
}
