package import struct Foundation.Date

extension Graph {
    /// Takes a relation of an object apart, one level deep. Conditions are not evaluated; what has expired is left out.
    package func expand(
        object: ObjectReference, relation: String, contextual: [Relationship] = [], now: Date = Date(), limits: CheckLimits = .standard
    ) throws(CheckFailure) -> ExpansionNode {
        let scope = QuestionScope(contextual: contextual, now: now, limits: limits)
        let graph = try overlaying(scope)
        guard let type = model.definition.type(object.type) else { throw unknownType(object.type) }
        guard let number = model.definition.relation(relation, on: type) else { throw unknownRelation(relation, of: object.type) }
        let entity = graph.content.entities.entity(type: program.graphTypes[type], id: object.id)
        let expansion = Expansion(
            graph: graph, object: object, entity: entity ?? SubjectNumbers.unknownObject, name: "\(object)#\(relation)", now: now)
        return try expansion.node(model.definition.relations[number].rule, of: number)
    }
}

private struct Expansion {
    /// Relationships of one restriction.
    static let limit = 1_000_000

    let graph: Graph
    let object: ObjectReference
    let entity: UInt32
    let name: String
    let now: Date

    func node(_ rule: Rule, of number: Int) throws(CheckFailure) -> ExpansionNode {
        let definition = graph.model.definition
        switch rule {
        case .direct:
            var users: [SubjectReference] = []
            for restriction in definition.relations[number].restrictions { users += try subjects(restriction, of: number) }
            return .leaf(name: name, users: users)
        case .computed(let other): return .computed(name: name, userset: "\(object)#\(definition.relations[other].name)")
        case .fromParent(let tupleset, let targets):
            var computed: [String] = []
            for target in targets {
                let relation = definition.relations[target.relation].name
                computed += try subjects(target.restriction, of: tupleset).map { "\($0)#\(relation)" }
            }
            return .tupleToUserset(name: name, tupleset: "\(object)#\(definition.relations[tupleset].name)", computed: computed)
        case .union(let rules): return .union(name: name, nodes: try nodes(rules, of: number))
        case .intersection(let rules): return .intersection(name: name, nodes: try nodes(rules, of: number))
        case .exclusion(let base, let subtracted):
            return .difference(name: name, base: try node(base, of: number), subtract: try node(subtracted, of: number))
        }
    }

    private func nodes(_ rules: [Rule], of number: Int) throws(CheckFailure) -> [ExpansionNode] {
        var nodes: [ExpansionNode] = []
        for rule in rules { nodes.append(try node(rule, of: number)) }
        return nodes
    }

    private func subjects(_ restriction: Restriction, of number: Int) throws(CheckFailure) -> [SubjectReference] {
        let content = graph.content
        var found: [SubjectReference] = []
        for expires in [false, true] {
            let edgeClass = graph.model.definition.edgeClass(restriction, of: number, expires: expires)
            guard let known = content.classes.number(of: edgeClass) else { continue }
            let relation: String? = if case .relation(let name) = edgeClass.subject { name } else { nil }
            func add(_ subject: UInt32) {
                found.append(
                    SubjectReference(
                        uncheckedType: edgeClass.subjectType, id: content.entities.id(of: subject), relation: relation))
            }
            if edgeClass.isDecorated {
                guard let row = content.decorated[Adjacency.key(entity, known)] else { continue }
                for (index, subject) in row.subjects.values.enumerated() where row.decorations[index].isVisible(at: now) { add(subject) }
            } else {
                content.forward.forEach(entity, known) {
                    add($0)
                    return found.count <= Expansion.limit
                }
            }
        }
        guard found.count <= Expansion.limit else {
            throw CheckFailure(.tooMuchWork, "the object has more than \(Expansion.limit) relationships; list its subjects in pages")
        }
        return found
    }
}
