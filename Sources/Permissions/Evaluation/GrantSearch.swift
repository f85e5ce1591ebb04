import struct Foundation.Date

/// Looks for single relationships that would turn a denial into an allow; each one named is certain or was tried.
struct GrantSearch {
    static let grantLimit = 3
    static let trialLimit = 16
    static let nodeLimit = 200
    static let breadthLimit = 20

    let graph: Graph
    let question: Question

    /// Up to three relationships, the nearest to the object first.
    func grants() -> [Relationship] {
        var found: [Relationship] = []
        for candidate in candidates() where candidate.isCertain || isEnough(candidate.relationship) {
            found.append(candidate.relationship)
            if found.count == GrantSearch.grantLimit { break }
        }
        return found
    }

    /// Up to three pairs of relationships, for what needs two at once.
    func pairs() -> [[RelationshipKey]] {
        var found: [[RelationshipKey]] = []
        let candidates = candidates().map(\.relationship)
        for (index, first) in candidates.enumerated() {
            for second in candidates[(index + 1)...] where isEnough(first, second) {
                found.append([first.key, second.key])
                if found.count == GrantSearch.grantLimit { return found }
            }
        }
        return found
    }

    private struct Candidate {
        let relationship: Relationship
        /// True when nothing but unions and unconditional relationships lie between it and the question.
        let isCertain: Bool
    }

    private func isEnough(_ candidates: Relationship...) -> Bool {
        let trial = Question(
            subject: question.subject, relation: question.relation, object: question.object,
            contextual: question.contextual + candidates, context: question.context, now: question.now, limits: trialLimits)
        return graph.check(trial) == .allowed
    }

    private var trialLimits: CheckLimits {
        var limits = question.limits
        limits.contextualRelationships += 2
        limits.work = min(limits.work, 20_000)
        return limits
    }

    /// Relationships with the subject that the model accepts, on the object and on what it leads to.
    private func candidates() -> [Candidate] {
        let definition = graph.model.definition
        guard let type = definition.type(question.object.type), let start = definition.relation(question.relation, on: type) else {
            return []
        }
        let entity = graph.content.entities.entity(type: graph.program.graphTypes[type], id: question.object.id)
        var found: [Candidate] = []
        var certainCount = 0
        var seen: Set<UInt64> = []
        var waiting = [
            Step(entity: entity ?? SubjectNumbers.unknownObject, relation: start, isCertain: graph.program.relations[start].isPlain)
        ]
        var index = 0
        while index < waiting.count, index < GrantSearch.nodeLimit, found.count < GrantSearch.trialLimit,
            certainCount < GrantSearch.grantLimit
        {
            let step = waiting[index]
            let relation = definition.relations[step.relation]
            index += 1
            guard seen.insert(Frontier.node(step.entity, Int32(step.relation))).inserted else { continue }
            if relation.restrictions.contains(where: mayHoldSubject) {
                let object = step.entity == waiting[0].entity ? question.object : reference(relation.type, step.entity)
                let relationship = Relationship(object: object, relation: relation.name, subject: question.subject)
                if graph.model.refusal(of: relationship) == nil {
                    found.append(Candidate(relationship: relationship, isCertain: step.isCertain))
                    if step.isCertain { certainCount += 1 }
                }
            }
            next(relation.rule, from: step, into: &waiting)
        }
        return found
    }

    /// A first look by type only; the model has the last word.
    private func mayHoldSubject(_ restriction: Restriction) -> Bool {
        let definition = graph.model.definition
        switch restriction.subject {
        case .object(let type), .wildcard(let type): return sameBytes(definition.types[type].name, question.subject.type)
        case .relation(let relation): return sameBytes(definition.types[definition.relations[relation].type].name, question.subject.type)
        }
    }

    /// A relation of an entity, in numbers of the graph and the model.
    private struct Step {
        let entity: UInt32
        let relation: Int
        let isCertain: Bool
    }

    private func next(_ rule: Rule, from step: Step, into waiting: inout [Step]) {
        switch rule {
        case .direct:
            for (place, restriction) in graph.model.definition.relations[step.relation].restrictions.enumerated() {
                guard case .relation(let relation) = restriction.subject else { continue }
                addNeighbours(of: step, graph.program.restrictionClasses[step.relation][place], leadingTo: relation, into: &waiting)
            }
        case .computed(let relation):
            waiting.append(Step(entity: step.entity, relation: relation, isCertain: step.isCertain))
        case .fromParent(let tupleset, let targets):
            let restrictions = graph.model.definition.relations[tupleset].restrictions
            for target in targets {
                guard let place = restrictions.firstIndex(of: target.restriction) else { continue }
                addNeighbours(of: step, graph.program.restrictionClasses[tupleset][place], leadingTo: target.relation, into: &waiting)
            }
        case .union(let parts), .intersection(let parts):
            for part in parts { next(part, from: step, into: &waiting) }
        case .exclusion(let base, _): next(base, from: step, into: &waiting)
        }
    }

    /// The first few objects at the other end, condition and expiry aside.
    private func addNeighbours(
        of step: Step, _ classes: ModelProgram.RestrictionClasses, leadingTo target: Int, into waiting: inout [Step]
    ) {
        let content = graph.content
        var count = 0
        for edgeClass in [classes.lasting, classes.expiring] where content.classes.counts[Int(edgeClass)] > 0 {
            let isDecorated = content.classes[edgeClass].isDecorated
            func add(_ entity: UInt32) {
                waiting.append(Step(entity: entity, relation: target, isCertain: step.isCertain && !isDecorated))
                count += 1
            }
            if isDecorated {
                content.decorated[Adjacency.key(step.entity, edgeClass)]?.subjects.values.prefix(GrantSearch.breadthLimit).forEach(add)
            } else {
                content.forward.forEach(step.entity, edgeClass) {
                    add($0)
                    return count < GrantSearch.breadthLimit
                }
            }
        }
    }

    private func reference(_ type: Int, _ entity: UInt32) -> ObjectReference {
        ObjectReference(uncheckedType: graph.model.definition.types[type].name, id: graph.content.entities.id(of: entity))
    }
}
