extension Model {
    /// The model in the DSL, as upstream's tools print it: relations and conditions by name, or by module, file and name when the model is
    /// made of modules. Comments are in `source` only.
    ///
    /// `showsOrigins` adds a comment with module and file to what comes from a module.
    package func dslText(showsOrigins: Bool = false) throws(UnprintableModel) -> String {
        try ModelPrinter(syntax: syntax, showsOrigins: showsOrigins).text()
    }
}

struct ModelPrinter {
    let syntax: ModelSyntax
    var showsOrigins = false

    func text() throws(UnprintableModel) -> String {
        var text = "model\n  schema \(syntax.schemaVersion?.text ?? "1.1")\n"
        let isModular = syntax.isModular
        let types = isModular ? sorted(syntax.types, name: \.name.text, origin: \.origin) : syntax.types
        for type in types { text += "\n" + (try print(type)) }
        for condition in sorted(syntax.conditions, name: \.name.text, origin: \.origin) { text += "\n" + (try print(condition)) }
        return text
    }

    private func print(_ type: TypeSyntax) throws(UnprintableModel) -> String {
        try checkName(type.name.text, "type")
        var text = "type \(type.name.text)\(comment(type.origin))\n"
        if !type.relations.isEmpty { text += "  relations\n" }
        for relation in sorted(type.relations, name: \.name.text, origin: \.origin) {
            try checkName(relation.name.text, "relation")
            let definition = try DefinitionPrinter.text(of: relation, in: type.name.text)
            text += "    define \(relation.name.text): \(definition)\(comment(relation.origin, leading: " extended by:"))\n"
        }
        return text
    }

    private func print(_ condition: ConditionSyntax) throws(UnprintableModel) -> String {
        try checkName(condition.name.text, "condition")
        guard ModelPrinter.survivesReading(condition.expression) else {
            throw UnprintableModel(
                code: .unsupportedCondition,
                message: "the DSL cannot hold the expression of `\(condition.name.text)`; remove braces and `#` outside of strings")
        }
        var parameters: [String] = []
        for parameter in condition.parameters.sorted(by: { ModelPrinter.precedes($0.name.text, $1.name.text) }) {
            parameters.append("\(parameter.name.text): \(try print(parameter.type, of: condition.name.text))")
        }
        guard !parameters.isEmpty else {
            throw UnprintableModel(
                code: .unsupportedCondition, message: "the DSL needs a parameter in `\(condition.name.text)`; add one")
        }
        let list = parameters.joined(separator: ", ")
        return "condition \(condition.name.text)(\(list)) {\n  \(condition.expression)\n}\(comment(condition.origin))\n"
    }

    private func print(_ type: ParameterType, of condition: String) throws(UnprintableModel) -> String {
        switch (type, type.element) {
        case (.scalar(let scalar), _) where scalar != .any: return scalar.rawValue
        case (_, .scalar(let scalar)?) where scalar != .any: return "\(type.word)<\(scalar.rawValue)>"
        default:
            throw UnprintableModel(
                code: .unsupportedCondition,
                message: "the DSL has no type `any` and no lists of lists, which `\(condition)` uses; keep the model as JSON")
        }
    }

    /// Whether the DSL's reader gives back the same expression.
    private static func survivesReading(_ expression: String) -> Bool {
        let (syntax, diagnostics) = ModelParser.parse("model\n  schema 1.1\ncondition c(x: int) {\n  \(expression)\n}\n")
        return diagnostics.isEmpty && syntax.conditions.first.map { sameBytes($0.expression, expression) } == true
    }

    private func checkName(_ name: String, _ kind: String) throws(UnprintableModel) {
        var reader = SourceReader(name)
        guard let word = reader.takeIdentifier(), reader.isAtEnd, !ModelParser.reservedWords.contains(word.text) else {
            throw UnprintableModel(
                code: .unsupportedName, message: "the DSL cannot hold the name `\(name)` of a \(kind); rename it or keep the model as JSON")
        }
    }

    private func comment(_ origin: ModuleOrigin?, leading: String = "") -> String {
        guard showsOrigins, let module = origin?.module else { return "" }
        return " #\(leading) module: \(module), file: \(origin?.file ?? "")"
    }

    /// By module, file and name; what has no module comes first. A stable order, whatever the order of the source.
    private func sorted<Element>(
        _ elements: [Element], name: KeyPath<Element, String>, origin: KeyPath<Element, ModuleOrigin?>
    ) -> [Element] {
        elements.sorted { first, second in
            let left = first[keyPath: origin]
            let right = second[keyPath: origin]
            if (left?.module == nil) != (right?.module == nil) { return left?.module == nil }
            if left?.module != right?.module { return ModelPrinter.precedes(left?.module ?? "", right?.module ?? "") }
            if left?.module != nil, left?.file != right?.file { return ModelPrinter.precedes(left?.file ?? "", right?.file ?? "") }
            return ModelPrinter.precedes(first[keyPath: name], second[keyPath: name])
        }
    }

    static func precedes(_ first: String, _ second: String) -> Bool {
        first.utf8.lexicographicallyPrecedes(second.utf8)
    }
}
