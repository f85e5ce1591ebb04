/// Walks two models side by side and notes what differs.
struct ModelComparison {
    private(set) var changes: [ModelDifference.Change] = []

    mutating func compare(_ old: ModelSyntax, _ new: ModelSyntax) {
        note("schema", old.schemaVersion?.text ?? "", new.schemaVersion?.text ?? "")
        let oldTypes = ModelComparison.byName(old.types, \.name.text)
        let newTypes = ModelComparison.byName(new.types, \.name.text)
        for type in old.types {
            if let other = newTypes[type.name.text] { compare(type, other) } else { note(.removed, "type \(type.name.text)") }
        }
        for type in new.types where oldTypes[type.name.text] == nil {
            note(.added, "type \(type.name.text)")
            for relation in type.relations { noteAdded(relation, in: type) }
        }
        compare(old.conditions, new.conditions)
    }

    private static func byName<Element>(_ elements: [Element], _ name: (Element) -> String) -> [String: Element] {
        Dictionary(elements.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func note(_ kind: ModelDifference.Kind, _ subject: String, _ detail: String? = nil) {
        changes.append(ModelDifference.Change(kind: kind, subject: subject, detail: detail.map(ModelComparison.oneLine)))
    }

    private mutating func note(_ subject: String, _ old: String, _ new: String) {
        guard !sameBytes(old, new) else { return }
        note(.changed, subject, "was `\(old)`, is `\(new)`")
    }

    private static func oneLine(_ text: String) -> String {
        text.split { $0.isNewline || $0 == " " || $0 == "\t" }.joined(separator: " ")
    }

    private mutating func noteAdded(_ relation: RelationSyntax, in type: TypeSyntax) {
        let types = relation.restrictions.map(\.textWithCondition).joined(separator: ", ")
        note(.added, "relation \(type.name.text)#\(relation.name.text)", relation.rewrite.text(types: types))
    }

    private mutating func compare(_ old: TypeSyntax, _ new: TypeSyntax) {
        let oldRelations = ModelComparison.byName(old.relations, \.name.text)
        let newRelations = ModelComparison.byName(new.relations, \.name.text)
        for relation in old.relations {
            let subject = "relation \(old.name.text)#\(relation.name.text)"
            guard let other = newRelations[relation.name.text] else {
                note(.removed, subject)
                continue
            }
            if relation.rewrite.sortedText != other.rewrite.sortedText {
                note(.changed, subject, "was `\(relation.rewrite.text(types: "…"))`, is `\(other.rewrite.text(types: "…"))`")
            }
            compareRestrictions(relation, other, subject)
        }
        for relation in new.relations where oldRelations[relation.name.text] == nil { noteAdded(relation, in: new) }
    }

    private mutating func compareRestrictions(_ old: RelationSyntax, _ new: RelationSyntax, _ subject: String) {
        let before = old.restrictions.map(\.textWithCondition)
        let after = new.restrictions.map(\.textWithCondition)
        let (known, given) = (Set(before), Set(after))
        for text in before where !given.contains(text) { note(.removed, subject, "accepts `\(text)`") }
        for text in after where !known.contains(text) { note(.added, subject, "accepts `\(text)`") }
    }

    private mutating func compare(_ old: [ConditionSyntax], _ new: [ConditionSyntax]) {
        let oldConditions = ModelComparison.byName(old, \.name.text)
        let newConditions = ModelComparison.byName(new, \.name.text)
        for condition in old {
            let subject = "condition \(condition.name.text)"
            guard let other = newConditions[condition.name.text] else {
                note(.removed, subject)
                continue
            }
            note(subject, condition.parameterText, other.parameterText)
            note(subject, condition.expression, other.expression)
        }
        for condition in new where oldConditions[condition.name.text] == nil {
            note(.added, "condition \(condition.name.text)", "\(condition.parameterText) { \(condition.expression) }")
        }
    }
}

extension ConditionSyntax {
    /// The parameters by name, which is how they are stored.
    fileprivate var parameterText: String {
        let sorted = parameters.sorted { ModelPrinter.precedes($0.name.text, $1.name.text) }
        return "(\(sorted.map { "\($0.name.text): \($0.type.text)" }.joined(separator: ", ")))"
    }
}

extension ParameterType {
    var text: String { element.map { "\(word)<\($0.text)>" } ?? word }
}

extension Rewrite {
    func text(types: String) -> String { DefinitionPrinter(types: "[\(types)]").text(of: self, isNested: false) }

    /// The same text for definitions that differ in the order of the parts of `or` and `and` only.
    fileprivate var sortedText: String {
        switch self {
        case .direct: "[]"
        case .computed(let relation): relation.text
        case .fromParent(let relation, let parent): "\(relation.text) from \(parent.text)"
        case .union(let parts): "(\(parts.map(\.sortedText).sorted(by: ModelPrinter.precedes).joined(separator: " or ")))"
        case .intersection(let parts): "(\(parts.map(\.sortedText).sorted(by: ModelPrinter.precedes).joined(separator: " and ")))"
        case .exclusion(let base, let subtracted): "(\(base.sortedText) but not \(subtracted.sortedText))"
        }
    }
}
