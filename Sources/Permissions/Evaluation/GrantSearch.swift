import struct Foundation.Date

/// Looks for single relationships that would turn a denial into an allow; each one named was tried.
struct GrantSearch {
    static let grantLimit = 3
    static let trialLimit = 16
    static let nodeLimit = 200

    let graph: Graph
    let question: Question

    /// Up to three relationships, the nearest to the object first.
    func grants() -> [Relationship] {
        var found: [Relationship] = []
        for candidate in candidates().prefix(GrantSearch.trialLimit) {
            let trial = Question(
                subject: question.subject, relation: question.relation, object: question.object,
                contextual: question.contextual + [candidate], context: question.context, now: question.now, limits: trialLimits)
            guard graph.check(trial) == .allowed else { continue }
            found.append(candidate)
            if found.count == GrantSearch.grantLimit { break }
        }
        return found
    }

    private var trialLimits: CheckLimits {
        var limits = question.limits
        limits.contextualRelationships += 1
        limits.work = min(limits.work, 20_000)
        return limits
    }

    /// Relationships with the subject that the model accepts, on the object and on what it leads to.
    private func candidates() -> [Relationship] {
        let definition = graph.model.definition
        guard let start = definition.relation(question.relation, on: question.object.type) else { return [] }
        var found: [Relationship] = []
        var seen: Set<Place> = []
        var waiting = [Place(object: question.object, relation: start)]
        var index = 0
        while index < waiting.count, index < GrantSearch.nodeLimit, found.count < GrantSearch.trialLimit {
            let place = waiting[index]
            index += 1
            guard seen.insert(place).inserted else { continue }
            let candidate = Relationship(object: place.object, relation: definition.relations[place.relation].name, subject: question.subject)
            if graph.model.refusal(of: candidate) == nil { found.append(candidate) }
            waiting += next(definition.relations[place.relation].rule, from: place)
        }
        return found
    }

    private struct Place: Hashable {
        let object: ObjectReference
        let relation: Int
    }

    private func next(_ rule: Rule, from place: Place) -> [Place] {
        let definition = graph.model.definition
        switch rule {
        case .direct:
            return definition.relations[place.relation].restrictions.flatMap { restriction -> [Place] in
                guard case .relation(let relation) = restriction.subject else { return [] }
                return neighbours(of: place.object, restriction, of: place.relation).map { Place(object: $0, relation: relation) }
            }
        case .computed(let relation): return [Place(object: place.object, relation: relation)]
        case .fromParent(let tupleset, let targets):
            return targets.flatMap { target in
                neighbours(of: place.object, target.restriction, of: tupleset).map { Place(object: $0, relation: target.relation) }
            }
        case .union(let parts), .intersection(let parts): return parts.flatMap { next($0, from: place) }
        case .exclusion(let base, _): return next(base, from: place)
        }
    }

    /// The first few objects at the other end, conditions aside: a grant is tried before it is named.
    private func neighbours(of object: ObjectReference, _ restriction: Restriction, of relation: Int) -> [ObjectReference] {
        let content = graph.content
        guard let type = content.entities.types.number(of: object.type), let entity = content.entities.entity(type: type, id: object.id)
        else { return [] }
        var found: [ObjectReference] = []
        for expires in [false, true] {
            let edgeClass = graph.model.definition.edgeClass(restriction, of: relation, expires: expires)
            guard let number = content.classes.number(of: edgeClass) else { continue }
            if edgeClass.isDecorated {
                let row = content.decorated[Adjacency.key(entity, number)]
                found += (row?.subjects.values.prefix(20) ?? []).map { reference(edgeClass.subjectType, $0) }
            } else {
                content.forward.forEach(entity, number) {
                    found.append(reference(edgeClass.subjectType, $0))
                    return found.count < 20
                }
            }
        }
        return found
    }

    private func reference(_ type: String, _ entity: UInt32) -> ObjectReference {
        ObjectReference(uncheckedType: type, id: graph.content.entities.id(of: entity))
    }
}
