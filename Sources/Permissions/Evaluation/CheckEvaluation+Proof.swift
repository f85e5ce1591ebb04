/// Finds what made an answer true, after it was found to be true; slower than answering, and bounded by the same limits.
extension CheckEvaluation {
    /// The relationships that give the relation; nil when it is not given or the limits are reached.
    mutating func prove(_ entity: UInt32, _ number: Int, depth: Int) -> Proof? {
        guard depth <= limits.depth, !isAborted, program.isWorthAsking(number, kind: subject.kind) else { return nil }
        let relation = program.relations[number]
        let node = Frontier.node(entity, Int32(number))
        guard !relation.isPlain else { return proveSearch(relation.entry, at: entity, root: node) }
        if subject.entity == entity, subject.relation == Int32(number) { return Proof([]) }
        guard !path.contains(node) else { return nil }
        path.append(node)
        defer { path.removeLast() }
        return proveRule(relation.entry, at: entity, depth: depth)
    }

    mutating func proveRule(_ rule: Int, at entity: UInt32, depth: Int) -> Proof? {
        guard run(rule, at: entity, depth: depth) == .yes else { return nil }
        switch program.rules[rule] {
        case .search(let number): return proveSearch(number, at: entity, root: nil)
        case .call(let number): return prove(entity, number, depth: depth + 1)
        case .follow(let follows): return proveFollow(follows, from: entity, depth: depth)
        case .union(let parts):
            for part in parts {
                if let proof = proveRule(program.children[part], at: entity, depth: depth) { return proof }
            }
            return nil
        case .intersection(let parts):
            var proofs: [Proof] = []
            for part in parts {
                guard let proof = proveRule(program.children[part], at: entity, depth: depth) else { return nil }
                proofs.append(proof)
            }
            return Proof(all: proofs)
        case .exclusion(let base, _): return proveRule(base, at: entity, depth: depth)
        }
    }

    private mutating func proveFollow(_ follows: Range<Int>, from entity: UInt32, depth: Int) -> Proof? {
        for index in follows {
            let follow = program.follows[index]
            var ignored = Outcome.no
            for next in neighbours(of: entity, along: follow.edges, outcome: &ignored) {
                guard evaluate(next, Int(follow.relation), depth: depth + 1) == .yes,
                    let proof = prove(next, Int(follow.relation), depth: depth + 1)
                else { continue }
                return proof.followed(by: link(from: next, along: follow.edges, to: entity))
            }
        }
        return nil
    }

    /// The same search as for the answer, remembering from where each node was reached.
    private mutating func proveSearch(_ number: Int, at entity: UInt32, root: UInt64?) -> Proof? {
        struct Step {
            let search: Int
            let entity: UInt32
            let parent: Int
            let edges: ModelProgram.Edges
        }
        var steps = [Step(search: number, entity: entity, parent: -1, edges: .sameObject)]
        var seen: Set<UInt64> = root.map { [$0] } ?? []
        var index = 0
        while index < steps.count, !isAborted {
            let step = steps[index]
            let search = program.searches[step.search]
            if let found = findTest(search, at: step.entity) {
                var chain = found
                var child = index
                while steps[child].parent >= 0 {
                    let parent = steps[steps[child].parent]
                    if steps[child].edges.edgeClass != 0 {
                        chain.append(link(from: steps[child].entity, along: steps[child].edges, to: parent.entity))
                    }
                    child = steps[child].parent
                }
                return Proof(chain)
            }
            for follow in program.follows[search.follows] where program.isWorthAsking(Int(follow.relation), kind: subject.kind) {
                var ignored = Outcome.no
                let ends = follow.edges.edgeClass == 0 ? [step.entity] : neighbours(of: step.entity, along: follow.edges, outcome: &ignored)
                for end in ends where spend() && seen.insert(Frontier.node(end, follow.relation)).inserted {
                    steps.append(
                        Step(search: program.relations[Int(follow.relation)].entry, entity: end, parent: index, edges: follow.edges))
                }
            }
            index += 1
        }
        return nil
    }

    /// The relationship of this object that holds the subject itself: none for the object's own relation, nil when there is none.
    private mutating func findTest(_ search: ModelProgram.Search, at entity: UInt32) -> [Proof.Link]? {
        if subject.entity == entity, subject.relation >= 0, program.selves[search.selves].contains(subject.relation) { return [] }
        for test in program.tests[search.tests] {
            let isExact = test.kind == Int32(truncatingIfNeeded: subject.kind)
            guard isExact || test.kind == subject.wildcardKind else { continue }
            let wanted = isExact ? subject.entity : subject.wildcard
            var ignored = Outcome.no
            if neighbours(of: entity, along: test.edges, outcome: &ignored).contains(wanted) {
                return [link(from: wanted, along: test.edges, to: entity)]
            }
        }
        return nil
    }

    func link(from subject: UInt32, along edges: ModelProgram.Edges, to object: UInt32) -> Proof.Link {
        let edgeClass = graph.content.classes[edges.edgeClass]
        var name = graph.name(of: subject)
        if case .relation(let relation) = edgeClass.subject { name += "#\(relation)" }
        return Proof.Link(subject: name, relation: edgeClass.relation, object: graph.name(of: object))
    }
}

extension Graph {
    func name(of entity: UInt32) -> String {
        guard Int(entity) < content.entities.count else { return "an object without relationships" }
        return "\(content.entities.types.names[Int(content.entities.type(of: entity))]):\(content.entities.id(of: entity))"
    }
}
