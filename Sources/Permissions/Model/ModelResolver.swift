/// Replaces the names in a model's syntax by numbers.
///
/// Relations are numbered in the order of the syntax; of two with one name the first counts, as in `ModelIndex`.
struct ModelResolver {
    let relationNumbers: [[String: Int]]
    private let typeNumbers: [String: Int]
    private let conditionNumbers: [String: Int]
    private let syntax: ModelSyntax
    private let index: ModelIndex
    private let uncertain: Set<Int>

    /// What is `uncertain` has a mistake, and is not looked at.
    init(_ syntax: ModelSyntax, uncertain: Set<Int>) {
        var numbers: [String: [String: Int]] = [:]
        var count = 0
        for type in syntax.types {
            for relation in type.relations {
                if numbers[type.name.text]?[relation.name.text] == nil { numbers[type.name.text, default: [:]][relation.name.text] = count }
                count += 1
            }
        }
        relationNumbers = syntax.types.map { numbers[$0.name.text] ?? [:] }
        typeNumbers = ModelResolver.numbers(syntax.types.map(\.name.text))
        conditionNumbers = ModelResolver.numbers(syntax.conditions.map(\.name.text))
        self.syntax = syntax
        index = ModelIndex(syntax)
        self.uncertain = uncertain
    }

    private static func numbers(_ names: [String]) -> [String: Int] {
        Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func relations() -> [RelationDefinition] {
        var definitions: [RelationDefinition] = []
        for (number, type) in syntax.types.enumerated() {
            for relation in type.relations {
                let isCertain = !uncertain.contains(definitions.count)
                definitions.append(
                    RelationDefinition(
                        name: relation.name.text, type: number, position: relation.name.position,
                        restrictions: isCertain ? relation.restrictions.compactMap(restriction) : [],
                        rule: isCertain ? rule(relation.rewrite, in: type, number: number) : .direct))
            }
        }
        return definitions
    }

    private func restriction(_ restriction: RestrictionSyntax) -> Restriction? {
        guard let type = typeNumbers[restriction.type] else { return nil }
        let condition = restriction.condition.flatMap { conditionNumbers[$0.text] }
        switch restriction.target {
        case .object: return Restriction(subject: .object(type: type), condition: condition)
        case .wildcard: return Restriction(subject: .wildcard(type: type), condition: condition)
        case .relation(let name):
            return relationNumbers[type][name].map { Restriction(subject: .relation($0), condition: condition) }
        }
    }

    private func rule(_ rewrite: Rewrite, in type: TypeSyntax, number: Int) -> Rule {
        switch rewrite {
        case .direct: .direct
        case .computed(let name): relationNumbers[number][name.text].map(Rule.computed) ?? .union([])
        case .fromParent(let name, let parent): follow(name.text, from: parent.text, in: type, number: number)
        case .union(let parts): .union(parts.map { rule($0, in: type, number: number) })
        case .intersection(let parts): .intersection(parts.map { rule($0, in: type, number: number) })
        case .exclusion(let base, let subtracted):
            .exclusion(base: rule(base, in: type, number: number), subtracted: rule(subtracted, in: type, number: number))
        }
    }

    /// Parents whose type lacks the relation are left out here, which is what "skipped, not an error" means.
    private func follow(_ name: String, from parent: String, in type: TypeSyntax, number: Int) -> Rule {
        guard let tupleset = relationNumbers[number][parent],
            let definition = index.relation(parent, on: type.name.text)
        else { return .union([]) }
        guard !uncertain.contains(tupleset) else { return .fromParent(tupleset: tupleset, targets: []) }
        let targets = definition.restrictions.compactMap { syntax -> ParentTarget? in
            guard let restriction = restriction(syntax), case .object(let parentType) = restriction.subject,
                let relation = relationNumbers[parentType][name]
            else { return nil }
            return ParentTarget(restriction: restriction, relation: relation)
        }
        return .fromParent(tupleset: tupleset, targets: targets)
    }
}
