/// Walks down from a relation of an object to everything it rests on, breadth first, in up to three passes.
///
/// First what makes the relation true for certain, then what may be needed for it, then what may be taken away from it.
struct ForwardWalk {
    /// What the walk looks for.
    enum Goal {
        /// Subjects of two kinds: things of a type, and everybody of it.
        case subjects(object: Int32, wildcard: Int32)
        /// Sets by a relation; these are the nodes of the walk themselves.
        case sets(relation: Int)
    }

    static let certain = 0
    static let possible = 1
    static let mentioned = 2

    private(set) var walk: ListWalk
    private let goal: Goal
    private let kind: Int
    private var passes = Passes()
    private var subjects = [NodeQueue(), NodeQueue(), NodeQueue()]

    init(graph: Graph, object: UInt32, relation: Int, goal: Goal, kind: Int, scope: QuestionScope) throws(CheckFailure) {
        let nobody = SubjectNumbers(entity: SubjectNumbers.unknownSubject, wildcard: 0, kind: kind, wildcardKind: -1, relation: -1)
        walk = ListWalk(graph: graph, subject: nobody, scope: scope)
        self.goal = goal
        self.kind = kind
        passes.nodes[ForwardWalk.certain].insert(Frontier.node(object, Int32(relation)), depth: 0)
        try descend(ForwardWalk.certain)
        try descend(ForwardWalk.possible)
        // OpenFGA's lists of subjects fail for any condition on the way, decided by another way or not.
        if scope.missingParameters == .failing, let shortfall = walk.evaluation.shortfalls.first { throw shortfall.failure }
    }

    /// Walks on to what may be taken away, for subjects that are not part of an answer only because of it.
    mutating func mention() throws(CheckFailure) { try descend(ForwardWalk.mentioned) }

    func contains(_ subject: UInt32, _ pass: Int) -> Bool { subjects[pass].contains(UInt64(subject) + 1) }

    /// The entities of the subjects found in one pass, those of earlier passes left out.
    func found(_ pass: Int) -> ContiguousArray<UInt32> {
        switch goal {
        case .subjects:
            return ContiguousArray(
                subjects[pass].nodes.lazy.filter { subject in !(0..<pass).contains { subjects[$0].contains(subject) } }
                    .map { UInt32(truncatingIfNeeded: $0 - 1) })
        case .sets(let relation):
            return ContiguousArray(passes.nodes[pass].nodes.lazy.filter { Frontier.relation($0) == relation }.map(Frontier.entity))
        }
    }

    private mutating func descend(_ pass: Int) throws(CheckFailure) {
        passes.begin(pass)
        var index = 0
        while index < passes.nodes[pass].count {
            let node = passes.nodes[pass].nodes[index]
            let depth = passes.nodes[pass].depths[index]
            index += 1
            try walk.checkLimits(depth: depth)
            look(at: node, pass)
            for part in walk.steps.parts.range(Frontier.relation(node)) {
                follow(walk.steps.parts.elements[part], from: node, depth: depth + 1, pass)
            }
        }
        try walk.checkLimits(depth: 0)
    }

    private static func pass(of role: WalkProgram.Role) -> Int {
        switch role {
        case .certain: certain
        case .leading, .following: possible
        case .subtracted: mentioned
        }
    }

    private mutating func look(at node: UInt64, _ pass: Int) {
        guard case .subjects(let object, let wildcard) = goal else { return }
        for index in walk.steps.subjects.range(Frontier.relation(node)) {
            let test = walk.steps.subjects.elements[index]
            guard test.target == object || test.target == wildcard else { continue }
            let pass = max(pass, ForwardWalk.pass(of: test.role))
            walk.forEachSubject(of: Frontier.entity(node), along: test.edges) { subject, outcome in
                let pass = outcome == .yes ? pass : max(pass, ForwardWalk.possible)
                subjects[pass].insert(UInt64(subject) + 1, depth: 0)
            }
        }
    }

    private mutating func follow(_ step: WalkProgram.Step, from node: UInt64, depth: UInt32, _ pass: Int) {
        guard walk.graph.program.isWorthAsking(Int(step.relation), kind: kind) else { return }
        let target = max(pass, ForwardWalk.pass(of: step.role))
        let entity = Frontier.entity(node)
        guard step.edges.edgeClass != 0 else { return passes.add(Frontier.node(entity, step.relation), depth: depth, target, pass) }
        walk.forEachSubject(of: entity, along: step.edges) { subject, outcome in
            let target = outcome == .yes ? target : max(target, ForwardWalk.possible)
            passes.add(Frontier.node(subject, step.relation), depth: depth, target, pass)
        }
    }
}

/// The nodes met in each pass, and those met too early, kept for a later one.
private struct Passes {
    var nodes = [NodeQueue(), NodeQueue(), NodeQueue()]
    private var waiting: [ContiguousArray<(node: UInt64, depth: UInt32)>] = [[], [], []]

    mutating func begin(_ pass: Int) {
        for (node, depth) in waiting[pass] where !isKnown(node, before: pass) { nodes[pass].insert(node, depth: depth) }
        waiting[pass] = []
    }

    mutating func add(_ node: UInt64, depth: UInt32, _ target: Int, _ pass: Int) {
        if target > pass {
            waiting[target].append((node, depth))
        } else if !isKnown(node, before: pass) {
            nodes[pass].insert(node, depth: depth)
        }
    }

    private func isKnown(_ node: UInt64, before pass: Int) -> Bool {
        for earlier in 0..<pass where nodes[earlier].contains(node) { return true }
        return false
    }
}
