/// Looks behind conditions that cannot be decided: where the far side says no, they do not matter.
extension CheckEvaluation {
    /// Goes along edges with a condition to a relation that is not plain.
    mutating func followConditions(_ follow: ModelProgram.Follow, from entity: UInt32, depth: Int) -> Outcome {
        guard program.isWorthAsking(Int(follow.relation), kind: subject.kind),
            let row = graph.content.decorated[Adjacency.key(entity, follow.edges.edgeClass)]
        else { return .no }
        var outcome = Outcome.no
        for (index, next) in row.subjects.values.enumerated() {
            let noted = shortfalls.count
            let gate = holds(row.decorations[index], condition: follow.edges.condition)
            guard gate != .no else { continue }
            let notedByGate = shortfalls.count
            let far = evaluate(next, Int(follow.relation), depth: depth + 1)
            if far != .failed { forgetShortfalls(from: far == .yes ? notedByGate : noted) }
            outcome = outcome.or(gate.and(far))
            if isAborted { return .failed }
        }
        return outcome
    }

    /// A search whose answer some condition may keep from being known: which of them lie on a way to the subject?
    mutating func searchBehindConditions(_ number: Int, at entity: UInt32, root: UInt64?) -> Outcome {
        var ways = WaysToSubject(search: number, at: entity, root: root)
        var index = 0
        while index < ways.nodes.count {
            let node = ways.nodes[index]
            let search = program.searches[node.search]
            let (outcome, doubts) = noting { $0.look(search, at: node.entity) }
            if outcome == .yes || outcome == .failed { ways.addEnd(index, doubts: outcome == .yes ? [] : doubts) }
            for follow in program.follows[search.follows] where program.isWorthAsking(Int(follow.relation), kind: subject.kind) {
                addWays(along: follow, from: index, to: &ways)
            }
            guard !isAborted else { return .failed }
            index += 1
        }
        let mattering = ways.mattering()
        mattering.forEach { note($0) }
        if ways.isPossible { return .failed }
        return program.searches[number].circlesMatter && ways.hasCircle ? .circle : .no
    }

    private mutating func addWays(along follow: ModelProgram.Follow, from index: Int, to ways: inout WaysToSubject) {
        let entity = ways.nodes[index].entity
        let search = program.relations[Int(follow.relation)].entry
        func add(_ next: UInt32, _ doubts: ContiguousArray<Shortfall>) {
            ways.add(Frontier.node(next, follow.relation), search: search, from: index, doubts: doubts)
        }
        guard follow.edges.edgeClass != 0 else { return add(entity, []) }
        guard follow.edges.isDecorated else {
            return graph.content.forward.forEach(entity, follow.edges.edgeClass) { next in
                guard spend() else { return false }
                add(next, [])
                return true
            }
        }
        guard let row = graph.content.decorated[Adjacency.key(entity, follow.edges.edgeClass)] else { return }
        for (place, next) in row.subjects.values.enumerated() {
            let (gate, doubts) = noting { $0.holds(row.decorations[place], condition: follow.edges.condition) }
            if gate != .no { add(next, doubts) }
        }
    }
}

/// What a search meets when it goes along every edge that may count.
private struct WaysToSubject {
    struct Node {
        let search: Int
        let entity: UInt32
    }

    /// `doubts` say why it is not known whether the edge counts; empty when it does.
    private struct Edge {
        let from: Int
        let to: Int
        let doubts: ContiguousArray<Shortfall>
    }

    private(set) var nodes: ContiguousArray<Node>
    private var numbers: [UInt64: Int] = [:]
    private var edges: ContiguousArray<Edge> = []
    /// Nodes that hold the subject, for certain or perhaps.
    private var ends: ContiguousArray<Int> = []
    private var doubtsOfEnds: ContiguousArray<Shortfall> = []

    init(search: Int, at entity: UInt32, root: UInt64?) {
        nodes = [Node(search: search, entity: entity)]
        if let root { numbers[root] = 0 }
    }

    var isPossible: Bool { !ends.isEmpty }

    mutating func addEnd(_ node: Int, doubts: ContiguousArray<Shortfall>) {
        ends.append(node)
        doubtsOfEnds += doubts
    }

    mutating func add(_ node: UInt64, search: Int, from: Int, doubts: ContiguousArray<Shortfall>) {
        let number = numbers[node, default: nodes.count]
        if number == nodes.count {
            numbers[node] = number
            nodes.append(Node(search: search, entity: Frontier.entity(node)))
        }
        edges.append(Edge(from: from, to: number, doubts: doubts))
    }

    /// The doubts about edges that lead to the subject.
    func mattering() -> ContiguousArray<Shortfall> {
        var incoming = [[Int]](repeating: [], count: nodes.count)
        for (number, edge) in edges.enumerated() { incoming[edge.to].append(number) }
        var leads = [Bool](repeating: false, count: nodes.count)
        for end in ends { leads[end] = true }
        var waiting = ends
        var found = doubtsOfEnds
        while let node = waiting.popLast() {
            for edge in incoming[node] {
                found += edges[edge].doubts
                guard !leads[edges[edge].from] else { continue }
                leads[edges[edge].from] = true
                waiting.append(edges[edge].from)
            }
        }
        return found
    }

    var hasCircle: Bool {
        var targets = [[Int]](repeating: [], count: nodes.count)
        for edge in edges { targets[edge.from].append(edge.to) }
        let components = StronglyConnected.components(of: targets)
        return targets.indices.contains { components.isOnCycle($0, edges: targets) }
    }
}
