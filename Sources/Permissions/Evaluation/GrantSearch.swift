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
        guard let start = definition.relation(question.relation, on: question.object.type) else { return [] }
        var found: [Candidate] = []
        var certainCount = 0
        var seen: Set<Place> = []
        var waiting = [Step(place: Place(object: question.object, relation: start), isCertain: graph.program.relations[start].isPlain)]
        var index = 0
        while index < waiting.count, index < GrantSearch.nodeLimit, found.count < GrantSearch.trialLimit,
            certainCount < GrantSearch.grantLimit
        {
            let step = waiting[index]
            let relation = definition.relations[step.place.relation]
            index += 1
            guard seen.insert(step.place).inserted else { continue }
            let relationship = Relationship(object: step.place.object, relation: relation.name, subject: question.subject)
            if graph.model.refusal(of: relationship) == nil {
                found.append(Candidate(relationship: relationship, isCertain: step.isCertain))
                if step.isCertain { certainCount += 1 }
            }
            waiting += next(relation.rule, from: step)
        }
        return found
    }

    private struct Place: Hashable {
        let object: ObjectReference
        let relation: Int
    }

    private struct Step {
        let place: Place
        let isCertain: Bool
    }

    private func next(_ rule: Rule, from step: Step) -> [Step] {
        switch rule {
        case .direct:
            return graph.model.definition.relations[step.place.relation].restrictions.flatMap { restriction -> [Step] in
                guard case .relation(let relation) = restriction.subject else { return [] }
                return neighbours(of: step, restriction, of: step.place.relation, leadingTo: relation)
            }
        case .computed(let relation):
            return [Step(place: Place(object: step.place.object, relation: relation), isCertain: step.isCertain)]
        case .fromParent(let tupleset, let targets):
            return targets.flatMap { neighbours(of: step, $0.restriction, of: tupleset, leadingTo: $0.relation) }
        case .union(let parts), .intersection(let parts): return parts.flatMap { next($0, from: step) }
        case .exclusion(let base, _): return next(base, from: step)
        }
    }

    /// The first few objects at the other end, condition and expiry aside.
    private func neighbours(of step: Step, _ restriction: Restriction, of relation: Int, leadingTo target: Int) -> [Step] {
        let content = graph.content
        let object = step.place.object
        guard let type = content.entities.types.number(of: object.type), let entity = content.entities.entity(type: type, id: object.id)
        else { return [] }
        var found: [Step] = []
        for expires in [false, true] {
            let edgeClass = graph.model.definition.edgeClass(restriction, of: relation, expires: expires)
            guard let number = content.classes.number(of: edgeClass), content.classes.counts[Int(number)] > 0 else { continue }
            func add(_ entity: UInt32) {
                let place = Place(object: reference(edgeClass.subjectType, entity), relation: target)
                found.append(Step(place: place, isCertain: step.isCertain && !edgeClass.isDecorated))
            }
            if edgeClass.isDecorated {
                content.decorated[Adjacency.key(entity, number)]?.subjects.values.prefix(GrantSearch.breadthLimit).forEach(add)
            } else {
                content.forward.forEach(entity, number) {
                    add($0)
                    return found.count < GrantSearch.breadthLimit
                }
            }
        }
        return found
    }

    private func reference(_ type: String, _ entity: UInt32) -> ObjectReference {
        ObjectReference(uncheckedType: type, id: graph.content.entities.id(of: entity))
    }
}
