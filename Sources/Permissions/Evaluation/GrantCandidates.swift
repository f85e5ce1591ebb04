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
    /// The id of an object that does not exist yet.
    private static let newID = "new"

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
    private var nodeCount = 0
    private var path: [UInt64] = []

    init(answers: RuleAnswers, question: Question, depth: Int) {
        self.answers = answers
        self.question = question
        self.depth = depth
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
            guard case .relation(let target) = restriction.subject else { continue }
            for next in neighbours(along: restriction, of: place.number, place, leadingTo: target) {
                found += sets(next)
            }
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
        guard !hasParent, place.object.id != GrantCandidates.newID else { return found }
        return found + targets.flatMap { newParent(tupleset, $0, place) }
    }

    /// A relationship with a parent that does not exist yet, and what would be needed there.
    private mutating func newParent(_ tupleset: Int, _ target: ParentTarget, _ place: Place) -> [GrantSet] {
        guard case .object(let type) = target.restriction.subject else { return [] }
        let name = answers.definition.types[type].name
        let parent = SubjectReference(uncheckedType: name, id: GrantCandidates.newID, relation: nil)
        let links = grant(place, answers.definition.relations[tupleset], parent, target.restriction)
        let above = Place(
            object: ObjectReference(uncheckedType: name, id: GrantCandidates.newID), entity: SubjectNumbers.newObject,
            number: target.relation, steps: place.steps + 1, isCertain: false)
        return combined([links, sets(above)])
    }

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
