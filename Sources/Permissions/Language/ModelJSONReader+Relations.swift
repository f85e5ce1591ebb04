/// What `metadata.relations` says about one relation.
struct RelationMetadata {
    let restrictions: [RestrictionSyntax]
    let origin: ModuleOrigin?
    let place: JSONPlace
    /// Not all of it could be read, which has been reported.
    let isBroken: Bool
}

extension ModelJSONReader {
    private static let rewriteNames: Set<String> = [
        "this", "computed_userset", "tuple_to_userset", "union", "intersection", "difference",
    ]

    mutating func readRewrite(_ node: JSONNode, at place: JSONPlace, depth: Int) -> Rewrite? {
        guard depth <= ModelLimits.nesting else {
            report("nest at most \(ModelLimits.nesting) definitions; define the inner part as a relation of its own", at: place)
            return nil
        }
        let before = diagnostics.count
        guard let members = members(node, at: place, allowed: ModelJSONReader.rewriteNames) else { return nil }
        guard members.count == 1, let (name, value) = members.first else {
            guard diagnostics.count == before || members.count > 1 else { return nil }
            report(
                "give exactly one of `this`, `computedUserset`, `tupleToUserset`, `union`, `intersection` and `difference`", at: place)
            return nil
        }
        switch name {
        case "this": return self.members(value.node, at: value.place, allowed: []).map { _ in .direct }
        case "computed_userset": return readRelationName(value).map(Rewrite.computed)
        case "tuple_to_userset": return readParent(value)
        case "difference": return readDifference(value, depth: depth)
        default: return readChildren(value, depth: depth).map { name == "union" ? .union($0) : .intersection($0) }
        }
    }

    private mutating func readRelationName(_ value: JSONPlaced) -> PlacedName? {
        guard let members = members(value.node, at: value.place, allowed: ["relation", "object"]) else { return nil }
        if let object = members["object"], text(object) != nil { report("remove `object`, or leave it empty", at: object.place) }
        return requiredText(members["relation"], "relation", in: value.place)
    }

    private mutating func readParent(_ value: JSONPlaced) -> Rewrite? {
        guard let members = members(value.node, at: value.place, allowed: ["tupleset", "computed_userset"]) else { return nil }
        guard let tupleset = members["tupleset"], let computed = members["computed_userset"] else {
            report("give both `tupleset` and `computedUserset`", at: value.place)
            return nil
        }
        guard let parent = readRelationName(tupleset), let relation = readRelationName(computed) else { return nil }
        return .fromParent(relation: relation, parent: parent)
    }

    private mutating func readDifference(_ value: JSONPlaced, depth: Int) -> Rewrite? {
        guard let members = members(value.node, at: value.place, allowed: ["base", "subtract"]) else { return nil }
        guard let base = members["base"], let subtract = members["subtract"] else {
            report("give both `base` and `subtract`", at: value.place)
            return nil
        }
        guard let first = readRewrite(base.node, at: base.place, depth: depth + 1),
            let second = readRewrite(subtract.node, at: subtract.place, depth: depth + 1)
        else { return nil }
        return .exclusion(base: first, subtracted: second)
    }

    private mutating func readChildren(_ value: JSONPlaced, depth: Int) -> [Rewrite]? {
        guard let members = members(value.node, at: value.place, allowed: ["child"]) else { return nil }
        guard let list = members["child"], let elements = list.node.elements, elements.count > 1 else {
            report("give at least two definitions in the list `child`", at: members["child"]?.place ?? value.place)
            return nil
        }
        var children: [Rewrite] = []
        for (number, element) in elements.enumerated() {
            guard let child = readRewrite(element, at: list.place.element(number, of: element), depth: depth + 1) else { continue }
            children.append(child)
        }
        return children.count == elements.count ? children : nil
    }

    mutating func readRelationMetadata(_ value: JSONPlaced?) -> [String: RelationMetadata] {
        guard let value else { return [:] }
        guard let members = value.node.members else {
            report("write an object, found \(value.node.kind)", at: value.place)
            return [:]
        }
        var found: [String: RelationMetadata] = [:]
        for member in members where !member.value.isNull {
            let place = value.place.member(member)
            let allowed: Set<String> = ["directly_related_user_types", "module", "source_info"]
            let before = diagnostics.count
            let inner = self.members(member.value, at: place, allowed: allowed) ?? [:]
            let restrictions = readRestrictions(inner["directly_related_user_types"])
            found[member.name] = RelationMetadata(
                restrictions: restrictions, origin: readOrigin(inner), place: place, isBroken: diagnostics.count > before)
        }
        return found
    }

    private mutating func readRestrictions(_ value: JSONPlaced?) -> [RestrictionSyntax] {
        guard let value else { return [] }
        guard let elements = value.node.elements else {
            report("write a list of types, found \(value.node.kind)", at: value.place)
            return []
        }
        return elements.enumerated().compactMap { readRestriction($1, at: value.place.element($0, of: $1)) }
    }

    private mutating func readRestriction(_ node: JSONNode, at place: JSONPlace) -> RestrictionSyntax? {
        guard let members = members(node, at: place, allowed: ["type", "relation", "wildcard", "condition"]),
            let type = requiredText(members["type"], "type", in: place)
        else { return nil }
        let relation = text(members["relation"])
        let condition = text(members["condition"])
        var target = relation.map { RestrictionTarget.relation($0.text) } ?? .object
        if let wildcard = members["wildcard"] {
            guard self.members(wildcard.node, at: wildcard.place, allowed: []) != nil else { return nil }
            if let relation {
                let message = "`\(type.text):*` cannot have the relation `\(relation.text)`; remove `wildcard` or `relation`"
                report(message, at: place, code: "type_wildcard_relation", symbol: "\(type.text):*#\(relation.text)")
                return nil
            }
            target = .wildcard
        }
        return RestrictionSyntax(position: place.position, type: type.text, target: target, condition: condition)
    }
}
