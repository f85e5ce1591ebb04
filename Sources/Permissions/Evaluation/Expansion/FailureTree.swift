/// Walks the rules of a denied relation and names what was missing in each; bounded in depth, breadth and size.
struct FailureTree {
    static let depthLimit = 8
    static let breadthLimit = 10
    static let nodeLimit = 120

    let graph: Graph
    let definition: ModelDefinition
    var evaluation: CheckEvaluation
    private let object: ObjectReference
    private var nodeCount = 0
    private var path: [UInt64] = []

    init(graph: Graph, evaluation: CheckEvaluation, object: ObjectReference) {
        self.graph = graph
        definition = graph.model.definition
        self.evaluation = evaluation
        self.object = object
    }

    mutating func relation(_ number: Int, of entity: UInt32, depth: Int) -> FailedBranch {
        let node = Frontier.node(entity, Int32(number))
        let name = "\(self.name(of: entity))#\(definition.relations[number].name)"
        nodeCount += 1
        guard nodeCount <= FailureTree.nodeLimit, depth <= FailureTree.depthLimit else { return .more }
        guard !path.contains(node) else { return .circle(name: name) }
        path.append(node)
        defer { path.removeLast() }
        return .relation(name: name, part: rule(definition.relations[number].rule, of: number, entity, depth: depth))
    }

    private func name(of entity: UInt32) -> String {
        entity == SubjectNumbers.unknownObject ? object.description : graph.name(of: entity)
    }

    private mutating func rule(_ rule: Rule, of number: Int, _ entity: UInt32, depth: Int) -> FailedBranch {
        switch rule {
        case .direct: return direct(number, entity, depth: depth)
        case .computed(let other): return relation(other, of: entity, depth: depth + 1)
        case .fromParent(let tupleset, let targets): return parents(tupleset, targets, entity, depth: depth)
        case .union(let rules): return .union(rules.map { self.rule($0, of: number, entity, depth: depth) })
        case .intersection(let rules):
            let failed = rules.filter { outcome($0, of: number, entity) != .yes }
            return .intersection(failed.map { self.rule($0, of: number, entity, depth: depth) })
        case .exclusion(let base, let subtracted):
            guard outcome(base, of: number, entity) == .yes else { return self.rule(base, of: number, entity, depth: depth) }
            return .takenAway(name: "\(name(of: entity))#\(definition.relations[number].name)", reason: reason(subtracted, entity))
        }
    }

    private mutating func reason(_ subtracted: Rule, _ entity: UInt32) -> String {
        if case .computed(let number) = subtracted {
            evaluation.forgetShortfalls()
            if let proof = evaluation.prove(entity, number, depth: 0) { return proof.text }
        }
        return "a relationship, or a circle of them, in what is taken away"
    }

    private mutating func direct(_ number: Int, _ entity: UInt32, depth: Int) -> FailedBranch {
        let relation = definition.relations[number]
        var parts: [FailedBranch] = []
        for restriction in relation.restrictions {
            if case .relation(let target) = restriction.subject {
                parts += branches(restriction, of: number, leadingTo: target, entity, depth: depth)
            } else {
                parts += inactive(restriction, of: number, entity)
            }
        }
        let accepted = relation.restrictions.map { restriction in
            let condition = restriction.condition.map { " with \(definition.conditions[$0].name)" } ?? ""
            return definition.text(of: restriction.subject) + condition
        }
        return .direct(name: "\(name(of: entity))#\(relation.name)", accepted: accepted, parts: parts)
    }

    private mutating func parents(_ tupleset: Int, _ targets: [ParentTarget], _ entity: UInt32, depth: Int) -> FailedBranch {
        var parts: [FailedBranch] = []
        for target in targets {
            parts += branches(target.restriction, of: tupleset, leadingTo: target.relation, entity, depth: depth)
        }
        return .parents(tupleset: "\(name(of: entity))#\(definition.relations[tupleset].name)", parts: parts)
    }

    /// What stands at the other end of a restriction's edges, the first few of them.
    private mutating func branches(_ restriction: Restriction, of number: Int, leadingTo target: Int, _ entity: UInt32, depth: Int)
        -> [FailedBranch]
    {
        var found: [FailedBranch] = []
        for edges in edges(restriction, of: number) {
            for (subject, outcome) in subjects(of: entity, along: edges) {
                guard found.count < FailureTree.breadthLimit else { return found + [.more] }
                if outcome == .yes {
                    found.append(relation(target, of: subject, depth: depth + 1))
                } else {
                    found.append(inactive(subject, along: edges, to: entity, outcome))
                }
            }
        }
        return found
    }

    /// Relationships with the subject itself that do not count now.
    private mutating func inactive(_ restriction: Restriction, of number: Int, _ entity: UInt32) -> [FailedBranch] {
        let subject = evaluation.subject
        let kind = graph.program.kinds.kind(of: restriction.subject)
        guard kind == subject.kind || kind == Int(subject.wildcardKind) else { return [] }
        let wanted = kind == subject.kind ? subject.entity : subject.wildcard
        return edges(restriction, of: number).flatMap { edges -> [FailedBranch] in
            guard edges.isDecorated, let row = graph.content.decorated[Adjacency.key(entity, edges.edgeClass)],
                let decoration = row.decoration(of: wanted)
            else { return [] }
            evaluation.forgetShortfalls()
            let outcome = evaluation.holds(decoration, condition: edges.condition)
            return outcome == .yes ? [] : [inactive(wanted, along: edges, to: entity, outcome)]
        }
    }

    private func inactive(_ subject: UInt32, along edges: ModelProgram.Edges, to entity: UInt32, _ outcome: Outcome) -> FailedBranch {
        let link = evaluation.link(from: subject, along: edges, to: entity)
        let reason =
            outcome == .failed
            ? evaluation.shortfalls.last?.failure.message ?? "its condition could not be evaluated"
            : "it has expired, or its condition does not hold"
        return .inactive(relationship: "\(link.object)#\(link.relation)@\(link.subject)", reason: reason)
    }

    func edges(_ restriction: Restriction, of number: Int) -> [ModelProgram.Edges] {
        [false, true].compactMap { expires in
            let edgeClass = definition.edgeClass(restriction, of: number, expires: expires)
            return graph.content.classes.number(of: edgeClass).map {
                ModelProgram.Edges(edgeClass: $0, isDecorated: edgeClass.isDecorated, condition: Int32(restriction.condition ?? -1))
            }
        }
    }

    private mutating func subjects(of entity: UInt32, along edges: ModelProgram.Edges) -> [(UInt32, Outcome)] {
        var found: [(UInt32, Outcome)] = []
        guard edges.isDecorated else {
            graph.content.forward.forEach(entity, edges.edgeClass) {
                found.append(($0, .yes))
                return found.count <= FailureTree.breadthLimit
            }
            return found
        }
        guard let row = graph.content.decorated[Adjacency.key(entity, edges.edgeClass)] else { return [] }
        for (index, subject) in row.subjects.values.enumerated().prefix(FailureTree.breadthLimit + 1) {
            evaluation.forgetShortfalls()
            found.append((subject, evaluation.holds(row.decorations[index], condition: edges.condition)))
        }
        return found
    }
}
