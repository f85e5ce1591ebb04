extension ModelParser {
    /// What stands after `define`, up to the end of the line. Of a definition with a mistake only the name is kept.
    mutating func readRelation() -> RelationSyntax? {
        reader.skipBlank()
        guard let name = takeName("a relation's name") else {
            reader.skipToLineEnd()
            return nil
        }
        reader.skipBlank()
        guard reader.take(UInt8(ascii: ":")) else {
            reportSyntax("add `:` after `\(name.text)`, found \(reader.shownNext())")
            reader.skipToLineEnd()
            return .broken(name)
        }
        var restrictions: [RestrictionSyntax] = []
        guard let rewrite = readDefinition(restrictions: &restrictions, depth: 0, allowsDirect: true) else {
            reader.skipToLineEnd()
            return .broken(name)
        }
        guard reader.isAtLineEnd() else {
            reportUnexpectedRest()
            reader.skipToLineEnd()
            return .broken(name)
        }
        return RelationSyntax(name: name, restrictions: restrictions, rewrite: rewrite)
    }

    private mutating func reportUnexpectedRest() {
        if let word = reader.peekIdentifier(), ["or", "and", "but"].contains(word) {
            reportSyntax("put parentheses around one of the parts: `or`, `and` and `but not` do not mix, and `but not` stands once")
        } else {
            reportSyntax("expected `or`, `and`, `but not` or the end of the line, found \(reader.shownNext())")
        }
    }

    /// One level: an operand, then operands joined by one kind of operator. `[…]` may stand first only.
    private mutating func readDefinition(restrictions: inout [RestrictionSyntax], depth: Int, allowsDirect: Bool) -> Rewrite? {
        guard let first = readOperand(restrictions: &restrictions, depth: depth, allowsDirect: allowsDirect) else { return nil }
        guard let joining = takeOperator(nil) else { return first }
        var operands = [first]
        repeat {
            guard let operand = readOperand(restrictions: &restrictions, depth: depth, allowsDirect: false) else { return nil }
            operands.append(operand)
        } while joining != .butNot && takeOperator(joining) != nil
        switch joining {
        case .or: return .union(operands)
        case .and: return .intersection(operands)
        case .butNot: return .exclusion(base: operands[0], subtracted: operands[1])
        }
    }

    private enum Operator { case or, and, butNot }

    /// Takes the operator that comes next, if it is the wanted one.
    private mutating func takeOperator(_ wanted: Operator?) -> Operator? {
        var ahead = reader
        ahead.skipBlank()
        let found: Operator
        switch ahead.takeIdentifier()?.text {
        case "or": found = .or
        case "and": found = .and
        case "but":
            ahead.skipBlank()
            guard ahead.takeWord("not") else { return nil }
            found = .butNot
        default: return nil
        }
        guard wanted == nil || wanted == found else { return nil }
        reader = ahead
        return found
    }

    private mutating func readOperand(restrictions: inout [RestrictionSyntax], depth: Int, allowsDirect: Bool) -> Rewrite? {
        reader.skipBlank()
        if reader.current == UInt8(ascii: "[") {
            guard allowsDirect else {
                reportSyntax("move the types in `[…]` to the front; they may stand first in a definition only")
                return nil
            }
            return readRestrictions(into: &restrictions) ? .direct : nil
        }
        guard reader.current == UInt8(ascii: "(") else { return readReference() }
        guard depth < ModelLimits.nesting else {
            reportSyntax("nest at most \(ModelLimits.nesting) parentheses; define the inner part as a relation of its own")
            return nil
        }
        reader.advance()
        guard let inner = readDefinition(restrictions: &restrictions, depth: depth + 1, allowsDirect: allowsDirect) else { return nil }
        reader.skipBlank()
        guard reader.take(UInt8(ascii: ")")) else {
            if let word = reader.peekIdentifier(), ["or", "and", "but"].contains(word) {
                reportUnexpectedRest()
            } else {
                reportSyntax("add `)`, found \(reader.shownNext())")
            }
            return nil
        }
        return inner
    }

    /// `relation` or `relation from parent`.
    private mutating func readReference() -> Rewrite? {
        guard let relation = takeName("a relation, `(` or `[`") else { return nil }
        var ahead = reader
        ahead.skipBlank()
        guard ahead.takeWord("from") else { return .computed(relation) }
        reader = ahead
        reader.skipBlank()
        guard let parent = takeName("the relation to follow after `from`") else { return nil }
        return .fromParent(relation: relation, parent: parent)
    }

    /// `[user, user:*, group#member with office_hours]`, which may run over several lines.
    private mutating func readRestrictions(into restrictions: inout [RestrictionSyntax]) -> Bool {
        reader.advance()
        repeat {
            reader.skipLines()
            if reader.current == UInt8(ascii: "]") {
                reportSyntax("name at least one type between `[` and `]`, and none after a last comma")
                return false
            }
            guard let restriction = readRestriction() else { return false }
            restrictions.append(restriction)
            reader.skipLines()
        } while reader.take(UInt8(ascii: ","))
        guard reader.take(UInt8(ascii: "]")) else {
            reportSyntax("expected `,` or `]`, found \(reader.shownNext())")
            return false
        }
        return true
    }

    private mutating func readRestriction() -> RestrictionSyntax? {
        guard let type = takeName("a type") else { return nil }
        var target = RestrictionTarget.object
        if reader.take(UInt8(ascii: ":")) {
            guard reader.take(UInt8(ascii: "*")) else {
                reportSyntax("write `\(type.text):*` for everybody of the type, found \(reader.shownNext())")
                return nil
            }
            target = .wildcard
        } else if reader.take(UInt8(ascii: "#")) {
            guard let relation = takeName("a relation after `#`") else { return nil }
            target = .relation(relation.text)
        }
        var condition: PlacedName?
        var ahead = reader
        ahead.skipBlank()
        if ahead.takeWord("with") {
            reader = ahead
            reader.skipBlank()
            guard let name = takeName("a condition's name after `with`") else { return nil }
            condition = name
        }
        return RestrictionSyntax(position: type.position, type: type.text, target: target, condition: condition)
    }
}

extension RelationSyntax {
    static func broken(_ name: PlacedName) -> RelationSyntax {
        RelationSyntax(name: name, restrictions: [], rewrite: .direct, isBroken: true)
    }
}

extension ConditionSyntax {
    static func broken(_ name: PlacedName) -> ConditionSyntax {
        ConditionSyntax(name: name, parameters: [], expression: "", expressionPosition: name.position, isBroken: true)
    }
}
