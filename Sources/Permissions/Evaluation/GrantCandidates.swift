/// Relationships that might together make a part of a question true.
struct GrantSet {
    var relationships: [Relationship] = []
    /// Steps from the object of the question to the furthest of them.
    var distance = 0
    /// Whether nothing but unions and relationships that count lie between the question and the only one of them, which counts as well.
    var isCertain = false
}

/// Reads from the rules of a relation which relationships would make it true; bounded, and a guess that has to be tried.
struct GrantCandidates {
    /// Steps below one another.
    static let adjacent = 1
    static let nearby = 3
    static let farAway = 9
    /// Sets kept for one part of a rule, and neighbours looked at.
    private static let breadthLimit = 20
    private static let nodeLimit = 300
    /// Objects looked for that nothing connects with the question yet.
    private static let relatedLimit = 3
    private static let relatedWork = 5_000

    /// A relation of an object that may not exist yet.
    private struct Place {
        let object: ObjectReference
        let entity: UInt32
        let number: Int
        let steps: Int
        let isCertain: Bool
    }

    private var answers: RuleAnswers
    private let question: Question
    private let depth: Int
    /// Whether objects count as well that nothing connects with the question yet, and everybody at once.
    private let isWide: Bool
    private var nodeCount = 0
    private var path: [UInt64] = []

    init(answers: RuleAnswers, question: Question, depth: Int, isWide: Bool = false) {
        self.answers = answers
        self.question = question
        self.depth = depth
        self.isWide = isWide
    }

    /// Small sets first, then those near the object.
    mutating func sets(of number: Int, at entity: UInt32) -> [GrantSet] {
        let isPlain = answers.graph.program.relations[number].isPlain
        let sets = sets(Place(object: question.object, entity: entity, number: number, steps: 0, isCertain: isPlain))
        return sets.enumerated().sorted {
            ($0.element.relationships.count, $0.element.distance, $0.offset) < (
                $1.element.relationships.count, $1.element.distance, $1.offset
            )
        }.map(\.element)
    }

    private mutating func sets(_ place: Place) -> [GrantSet] {
        let node = Frontier.node(place.entity, Int32(place.number))
        nodeCount += 1
        guard place.steps <= depth, nodeCount <= GrantCandidates.nodeLimit, !path.contains(node) else { return [] }
        path.append(node)
        defer { path.removeLast() }
        return sets(answers.definition.relations[place.number].rule, place)
    }

    /// What would make the rule true.
    private mutating func sets(_ rule: Rule, _ place: Place) -> [GrantSet] {
        switch rule {
        case .direct: return direct(place)
        case .computed(let other):
            return sets(
                Place(object: place.object, entity: place.entity, number: other, steps: place.steps + 1, isCertain: place.isCertain))
        case .fromParent(let tupleset, let targets): return parents(tupleset, targets, place)
        case .union(let parts): return parts.flatMap { sets($0, place) }
        case .intersection(let parts):
            return combined(parts.map { isTrue($0, place) ? [GrantSet()] : sets($0, place) })
        case .exclusion(let base, let subtracted):
            return combined([isTrue(base, place) ? [GrantSet()] : sets(base, place), setsAgainst(subtracted, place)])
        }
    }

    /// What would make the rule false; nothing but what is taken away from it can.
    private mutating func setsAgainst(_ rule: Rule, _ place: Place) -> [GrantSet] {
        guard answers.outcome(rule, of: place.number, place.entity) != .no else { return [GrantSet()] }
        switch rule {
        case .direct, .fromParent: return []
        case .computed(let other):
            guard place.steps < depth else { return [] }
            let below = Place(object: place.object, entity: place.entity, number: other, steps: place.steps + 1, isCertain: false)
            return setsAgainst(answers.definition.relations[other].rule, below)
        case .union(let parts): return combined(parts.map { setsAgainst($0, place) })
        case .intersection(let parts): return parts.flatMap { setsAgainst($0, place) }
        case .exclusion(let base, let subtracted): return setsAgainst(base, place) + sets(subtracted, place)
        }
    }

    private mutating func isTrue(_ rule: Rule, _ place: Place) -> Bool {
        answers.outcome(rule, of: place.number, place.entity) == .yes
    }

    /// One set of each part, in every combination up to a limit.
    private func combined(_ parts: [[GrantSet]]) -> [GrantSet] {
        parts.reduce([GrantSet()]) { found, part in
            let pairs = found.flatMap { first in part.map { GrantCandidates.union(first, $0) } }
            let small = pairs.filter { $0.relationships.count <= GrantSearch.sizeLimit }
            return Array(small.sorted { $0.relationships.count < $1.relationships.count }.prefix(GrantCandidates.breadthLimit))
        }
    }

    private static func union(_ first: GrantSet, _ second: GrantSet) -> GrantSet {
        let keys = first.relationships.map(\.key)
        return GrantSet(
            relationships: first.relationships + second.relationships.filter { !keys.contains($0.key) },
            distance: max(first.distance, second.distance))
    }

    private mutating func direct(_ place: Place) -> [GrantSet] {
        let relation = answers.definition.relations[place.number]
        var found: [GrantSet] = []
        for restriction in relation.restrictions {
            if answers.graph.program.kinds.kind(of: restriction.subject) == answers.subject.kind {
                found += grant(place, relation, question.subject, restriction)
            }
            guard case .relation(let target) = restriction.subject else {
                if isWide, answers.graph.program.kinds.kind(of: restriction.subject) == wildcardKind {
                    let everybody = SubjectReference(uncheckedType: question.subject.type, id: "*", relation: nil)
                    found += grant(place, relation, everybody, restriction)
                }
                continue
            }
            let next = neighbours(along: restriction, of: place.number, place, leadingTo: target)
            for next in next { found += sets(next) }
            if isWide { found += links(place.number, restriction, target, place, hasOthers: !next.isEmpty) }
        }
        // A relationship without condition is worth more than the same with one.
        let plain = found.filter { set in set.relationships.count == 1 && set.relationships[0].condition == nil }.map {
            $0.relationships[0].key
        }
        return found.filter { set in
            guard set.relationships.count == 1, set.relationships[0].condition != nil else { return true }
            return !plain.contains(set.relationships[0].key)
        }
    }

    private mutating func parents(_ tupleset: Int, _ targets: [ParentTarget], _ place: Place) -> [GrantSet] {
        var found: [GrantSet] = []
        var hasParent = false
        for target in targets {
            for next in neighbours(along: target.restriction, of: tupleset, place, leadingTo: target.relation) {
                hasParent = true
                found += sets(next)
            }
        }
        for target in targets {
            if isWide {
                found += links(tupleset, target.restriction, target.relation, place, hasOthers: hasParent)
            } else if !hasParent {
                found += newLink(tupleset, target.restriction, target.relation, place)
            }
        }
        return found
    }

    /// Relationships with objects of which the subject has the relation already, or with one that does not exist yet.
    private mutating func links(
        _ number: Int, _ restriction: Restriction, _ target: Int, _ place: Place, hasOthers: Bool
    ) -> [GrantSet] {
        let relation = answers.definition.relations[number]
        let found = related(target).flatMap { grant(place, relation, subject(restriction, $0.type, $0.id), restriction) }
        return found.isEmpty && !hasOthers ? newLink(number, restriction, target, place) : found
    }

    /// A relationship with an object that does not exist yet, and what would be needed there.
    private mutating func newLink(_ number: Int, _ restriction: Restriction, _ target: Int, _ place: Place) -> [GrantSet] {
        guard place.entity != SubjectNumbers.newObject else { return [] }
        let type = answers.definition.relations[target].type
        let (name, id) = (answers.definition.types[type].name, newID(of: type))
        let links = grant(place, answers.definition.relations[number], subject(restriction, name, id), restriction)
        guard !links.isEmpty else { return [] }
        let there = Place(
            object: ObjectReference(uncheckedType: name, id: id), entity: SubjectNumbers.newObject, number: target,
            steps: place.steps + 1, isCertain: false)
        return combined([links, sets(there)])
    }

    private func subject(_ restriction: Restriction, _ type: String, _ id: String) -> SubjectReference {
        var relation: String?
        if case .relation(let number) = restriction.subject { relation = answers.definition.relations[number].name }
        return SubjectReference(uncheckedType: type, id: id, relation: relation)
    }

    /// `new`, or with a number where there is such an object.
    private func newID(of type: Int) -> String {
        func isTaken(_ id: String) -> Bool {
            answers.graph.content.entities.entity(type: answers.graph.program.graphTypes[type], id: id) != nil
        }
        return (1...100).lazy.map { $0 == 1 ? "new" : "new-\($0)" }.first { !isTaken($0) } ?? "new"
    }

    /// A few objects of which the subject has the relation.
    private func related(_ number: Int) -> [ObjectReference] {
        let relation = answers.definition.relations[number]
        var limits = answers.evaluation.limits
        limits.listWork = min(limits.listWork, GrantCandidates.relatedWork)
        let list = ListObjectsQuestion(
            subject: question.subject, relation: relation.name, objectType: answers.definition.types[relation.type].name,
            scope: QuestionScope(context: question.context, now: question.now, limits: limits))
        return (try? answers.graph.listObjects(list, limit: GrantCandidates.relatedLimit))?.items ?? []
    }

    /// That of everybody of the subject's type.
    private var wildcardKind: Int { answers.graph.program.kinds.wildcard(covering: answers.subject.kind) }

    private func grant(
        _ place: Place, _ relation: RelationDefinition, _ subject: SubjectReference, _ restriction: Restriction
    ) -> [GrantSet] {
        let condition = restriction.condition.map {
            ConditionReference(name: answers.definition.conditions[$0].name, context: [:])
        }
        let relationship = Relationship(object: place.object, relation: relation.name, subject: subject, condition: condition)
        guard answers.graph.model.refusal(of: relationship) == nil else { return [] }
        return [GrantSet(relationships: [relationship], distance: place.steps, isCertain: place.isCertain && condition == nil)]
    }

    /// The first few objects at the other end, condition and expiry aside.
    private mutating func neighbours(
        along restriction: Restriction, of number: Int, _ place: Place, leadingTo target: Int
    ) -> [Place] {
        let type = answers.definition.types[answers.definition.relations[target].type].name
        var found: [Place] = []
        for edges in answers.edges(restriction, of: number) {
            answers.forEachSubject(of: place.entity, along: edges) { answers, subject, outcome, _ in
                let object = ObjectReference(uncheckedType: type, id: answers.graph.content.entities.id(of: subject))
                let isCertain = place.isCertain && outcome == .yes
                found.append(Place(object: object, entity: subject, number: target, steps: place.steps + 1, isCertain: isCertain))
                return found.count < GrantCandidates.breadthLimit
            }
        }
        return found
    }
}
