/// Walks the rules of a denied relation and names what was missing in each; bounded in depth, breadth and size.
struct FailureTree {
    static let depthLimit = 8
    static let breadthLimit = 10
    static let nodeLimit = 120

    let graph: Graph
    let definition: ModelDefinition
    private var answers: RuleAnswers
    private let object: ObjectReference
    private var nodeCount = 0
    private var path: [UInt64] = []

    init(answers: RuleAnswers, object: ObjectReference) {
        graph = answers.graph
        definition = answers.definition
        self.answers = answers
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
        case .intersection(let rules): return .intersection(rules.compactMap { failedPart($0, of: number, entity, depth: depth) })
        case .exclusion(let base, let subtracted):
            guard let given = answers.outcome(base, of: number, entity) else { return .more }
            guard given == .yes else { return self.rule(base, of: number, entity, depth: depth) }
            guard let reason = answers.takenAway(by: subtracted, of: number, entity) else { return .more }
            return .takenAway(name: "\(name(of: entity))#\(definition.relations[number].name)", reason: reason)
        }
    }

    /// Nil for a part that is true.
    private mutating func failedPart(_ rule: Rule, of number: Int, _ entity: UInt32, depth: Int) -> FailedBranch? {
        switch answers.outcome(rule, of: number, entity) {
        case .yes?: nil
        case nil: .more
        case .no?, .circle?, .failed?: self.rule(rule, of: number, entity, depth: depth)
        }
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
        for edges in answers.edges(restriction, of: number) {
            for (subject, outcome, shortfall) in subjects(of: entity, along: edges) {
                guard found.count < FailureTree.breadthLimit else { return found + [.more] }
                if outcome == .yes {
                    found.append(relation(target, of: subject, depth: depth + 1))
                } else {
                    found.append(inactive(subject, along: edges, to: entity, shortfall))
                }
            }
        }
        return found
    }

    /// Relationships with the subject itself that do not count now.
    private mutating func inactive(_ restriction: Restriction, of number: Int, _ entity: UInt32) -> [FailedBranch] {
        guard let wanted = answers.wanted(by: restriction) else { return [] }
        return answers.edges(restriction, of: number).compactMap { edges in
            guard let (outcome, shortfall) = answers.holds(wanted, along: edges, to: entity), outcome != .yes else { return nil }
            return inactive(wanted, along: edges, to: entity, shortfall)
        }
    }

    private func inactive(_ subject: UInt32, along edges: ModelProgram.Edges, to entity: UInt32, _ shortfall: Shortfall?) -> FailedBranch {
        let link = answers.evaluation.link(from: subject, along: edges, to: entity)
        let reason = shortfall?.failure.message ?? "it has expired, or its condition does not hold"
        return .inactive(relationship: "\(link.object)#\(link.relation)@\(link.subject)", reason: reason)
    }

    private mutating func subjects(of entity: UInt32, along edges: ModelProgram.Edges) -> [(UInt32, Outcome, Shortfall?)] {
        var found: [(UInt32, Outcome, Shortfall?)] = []
        answers.forEachSubject(of: entity, along: edges) { _, subject, outcome, shortfall in
            found.append((subject, outcome, shortfall))
            return found.count <= FailureTree.breadthLimit
        }
        return found
    }
}
