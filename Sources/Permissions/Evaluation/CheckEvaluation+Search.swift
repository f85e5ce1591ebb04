extension CheckEvaluation {
    /// Searches breadth first from one object; `root` is its node when the search is a whole relation.
    mutating func search(_ number: Int, at entity: UInt32, root: UInt64?, depth: Int) -> Outcome {
        if let dispatches = limits.dispatches {
            let outcome = countedSearch(number, at: entity, depth: depth, dispatches: dispatches)
            guard outcome == .no else { return outcome }
        }
        let search = program.searches[number]
        guard spend() else { return .failed }
        if let known, let outcome = known.outcome(of: number, search, at: entity, program, subject) { return outcome }
        if !search.circlesMatter, limits.dispatches == nil {
            switch searchPlainly(number, at: entity) {
            case .yes: return .yes
            case .no: return .no
            case .undecided: break
            }
        }
        let noted = shortfalls.count
        let first = look(search, at: entity)
        if first == .yes || search.follows.isEmpty { return first }
        let outcome = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Frontier.inlineCapacity) { memory in
            var frontier = Frontier(memory: memory)
            if let root { _ = frontier.insert(root) }
            let start = frontier.count
            return walk(from: search, at: entity, first: first, start: start, frontier: &frontier)
        }
        guard outcome == .failed, looksBehindConditions, !isAborted else { return outcome }
        forgetShortfalls(from: noted)
        return searchBehindConditions(number, at: entity, root: root)
    }

    mutating func searchPlainly(_ number: Int, at entity: UInt32) -> PlainSearch.Answer {
        let program = program.plain.program(search: number, kind: subject.kind)
        guard program >= 0, limits.work > work else { return .undecided }
        if PlainSearch.holds(graph, program: program, at: entity, subject: subject) { return .yes }
        let allowance = min(limits.work - work, PlainSearch.mostWork)
        var rest = allowance
        let answer = PlainSearch.walk(graph, program: program, at: entity, subject: subject, sets: &sets, work: &rest)
        add(work: allowance - max(rest, 0))
        return answer
    }

    private mutating func walk(from search: ModelProgram.Search, at entity: UInt32, first: Outcome, start: Int, frontier: inout Frontier)
        -> Outcome
    {
        var outcome = first
        var metAgain = false
        expand(search, at: entity, into: &frontier, outcome: &outcome, metAgain: &metAgain)
        var index = start
        while index < frontier.count {
            guard !isAborted else { return .failed }
            let node = frontier[index]
            let next = program.searches[program.relations[Frontier.relation(node)].entry]
            outcome = outcome.or(look(next, at: Frontier.entity(node)))
            if outcome == .yes { return .yes }
            expand(next, at: Frontier.entity(node), into: &frontier, outcome: &outcome, metAgain: &metAgain)
            index += 1
        }
        guard outcome == .no, metAgain, search.circlesMatter, hasCircle(frontier) else { return outcome }
        return .circle
    }

    /// Is the subject the object's own relation, or in one of its rows?
    @inline(__always)
    mutating func look(_ search: ModelProgram.Search, at entity: UInt32) -> Outcome {
        if subject.entity == entity, subject.relation >= 0 {
            for index in search.selves where program.selves[index] == subject.relation { return .yes }
        }
        var outcome = Outcome.no
        for index in search.tests {
            let test = program.tests[index]
            let isExact = test.kind == Int32(truncatingIfNeeded: subject.kind)
            guard isExact || test.kind == subject.wildcardKind else { continue }
            guard graph.content.classes.counts[Int(test.edges.edgeClass)] > 0 else { continue }
            let wanted = isExact ? subject.entity : subject.wildcard
            if test.edges.isDecorated {
                guard let row = graph.content.decorated[Adjacency.key(entity, test.edges.edgeClass)],
                    let decoration = row.decoration(of: wanted)
                else { continue }
                outcome = outcome.or(holds(decoration, condition: test.edges.condition))
                if outcome == .yes { return .yes }
            } else if graph.content.forward.contains(entity, test.edges.edgeClass, wanted) {
                return .yes
            }
        }
        return outcome
    }

    private mutating func expand(
        _ search: ModelProgram.Search, at entity: UInt32, into frontier: inout Frontier, outcome: inout Outcome, metAgain: inout Bool
    ) {
        for index in search.follows {
            let follow = program.follows[index]
            guard program.isWorthFollowing(follow, kind: subject.kind) else { continue }
            if follow.edges.edgeClass == 0 {
                if !frontier.insert(Frontier.node(entity, follow.relation)) { metAgain = true }
                continue
            }
            guard graph.content.classes.counts[Int(follow.edges.edgeClass)] > 0 else { continue }
            if follow.edges.isDecorated {
                for next in neighbours(of: entity, along: follow.edges, outcome: &outcome) {
                    guard spend() else { return }
                    if !frontier.insert(Frontier.node(next, follow.relation)) { metAgain = true }
                }
            } else {
                graph.content.forward.forEach(entity, follow.edges.edgeClass) { next in
                    guard spend() else { return false }
                    if !frontier.insert(Frontier.node(next, follow.relation)) { metAgain = true }
                    return true
                }
            }
        }
    }

    /// Whether the nodes of a finished search contain a circle.
    private mutating func hasCircle(_ frontier: borrowing Frontier) -> Bool {
        var numbers: [UInt64: Int] = [:]
        for index in 0..<frontier.count { numbers[frontier[index]] = index }
        var edges: [[Int]] = []
        for index in 0..<frontier.count {
            let node = frontier[index]
            let search = program.searches[program.relations[Frontier.relation(node)].entry]
            var targets: [Int] = []
            for follow in program.follows[search.follows] where program.isWorthAsking(Int(follow.relation), kind: subject.kind) {
                let entity = Frontier.entity(node)
                var ignored = Outcome.no
                let ends = follow.edges.edgeClass == 0 ? [entity] : neighbours(of: entity, along: follow.edges, outcome: &ignored)
                targets += ends.compactMap { numbers[Frontier.node($0, follow.relation)] }
            }
            edges.append(targets)
        }
        let components = StronglyConnected.components(of: edges)
        return edges.indices.contains { components.isOnCycle($0, edges: edges) }
    }
}
