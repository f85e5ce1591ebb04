extension ModelJSONReader {
    mutating func readConditions(_ value: JSONPlaced) {
        guard let members = value.node.members else {
            return report("write an object of conditions, found \(value.node.kind)", at: value.place)
        }
        for member in members where !member.value.isNull {
            let place = value.place.member(member)
            if let condition = readCondition(member.value, named: member.name, at: place) { syntax.conditions.append(condition) }
        }
    }

    private mutating func readCondition(_ node: JSONNode, named key: String, at place: JSONPlace) -> ConditionSyntax? {
        let allowed: Set<String> = ["name", "expression", "parameters", "metadata"]
        guard let members = members(node, at: place, allowed: allowed) else { return nil }
        let name = PlacedName(text: key, position: place.position)
        checkIdentifier(name, "a condition's name")
        if let inner = requiredText(members["name"], "name", in: place), !sameBytes(inner.text, key) {
            let message = "write `\(key.prefix(60))` as the condition's `name` too, found `\(inner.text.prefix(60))`"
            report(
                message, at: members["name"]?.place ?? place, code: "different_nested_condition_name", symbol: inner.text)
        }
        guard let parameters = readParameters(members["parameters"]),
            let expression = requiredText(members["expression"], "expression", in: place)
        else { return .broken(name) }
        var origin: ModuleOrigin?
        if let metadata = members["metadata"] {
            origin = readOrigin(self.members(metadata.node, at: metadata.place, allowed: ["module", "source_info"]) ?? [:])
        }
        return ConditionSyntax(
            name: name, parameters: parameters, expression: expression.text,
            expressionPosition: expression.position, origin: origin)
    }

    private mutating func checkIdentifier(_ name: PlacedName, _ what: String) {
        let bytes = Array(name.text.utf8)
        let isWord =
            bytes.first.map(SourceReader.isLetter) == true
            && bytes.allSatisfy { SourceReader.isLetter($0) || SourceReader.isDigit($0) || $0 == UInt8(ascii: "-") }
        guard !isWord || bytes.count > ModelLimits.expression else { return }
        let place = JSONPlace(position: name.position, path: name.position.path ?? "")
        let message =
            "begin \(what) with a letter or `_`, and go on with letters, digits, `_` and `-` up to \(ModelLimits.expression) bytes"
        report(message, at: place, code: "invalid_name", symbol: String(name.text.prefix(60)))
    }

    private mutating func readParameters(_ value: JSONPlaced?) -> [ParameterSyntax]? {
        guard let value else { return [] }
        guard let members = value.node.members else {
            report("write an object of parameters, found \(value.node.kind)", at: value.place)
            return nil
        }
        var parameters: [ParameterSyntax] = []
        for member in members {
            let place = value.place.member(member)
            let name = PlacedName(text: member.name, position: place.position)
            checkIdentifier(name, "a parameter's name")
            guard let type = readParameterType(member.value, at: place, depth: 0) else { continue }
            parameters.append(ParameterSyntax(name: name, type: type))
        }
        return parameters.count == members.count ? parameters : nil
    }

    private mutating func readParameterType(_ node: JSONNode, at place: JSONPlace, depth: Int) -> ParameterType? {
        guard depth <= 4 else {
            report("nest lists and maps at most 4 deep", at: place)
            return nil
        }
        guard let members = members(node, at: place, allowed: ["type_name", "generic_types"]),
            let name = requiredText(members["type_name"], "type_name", in: place)
        else { return nil }
        let generics = members["generic_types"]
        let word = name.text.hasPrefix("TYPE_NAME_") ? name.text.dropFirst(10).lowercased() : ""
        if word == "list" || word == "map" {
            guard let generics, let elements = generics.node.elements, elements.count == 1, let element = elements.first else {
                report("say of what: give one type in the list `generic_types`", at: generics?.place ?? place)
                return nil
            }
            let inner = readParameterType(element, at: generics.place.element(0, of: element), depth: depth + 1)
            return inner.map { word == "list" ? .list($0) : .map($0) }
        }
        guard let scalar = ParameterType.Scalar(rawValue: word), name.text == name.text.uppercased() else {
            let known = ParameterType.Scalar.allCases.map { "TYPE_NAME_\($0.rawValue.uppercased())" }.joined(separator: ", ")
            report("use one of \(known), TYPE_NAME_LIST, TYPE_NAME_MAP, not `\(name.text.prefix(60))`", at: place)
            return nil
        }
        if let elements = generics?.node.elements, elements.isEmpty { return .scalar(scalar) }
        if let generics { report("remove `generic_types`; `\(name.text)` has none", at: generics.place) }
        return .scalar(scalar)
    }
}
