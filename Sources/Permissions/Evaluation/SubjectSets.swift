/// The sets that hold a question's subject, such as the groups of a user and the groups around those; found once for one question.
///
/// Which sets a user is in is a short list in nearly every graph, while a set may hold very many. So a search that comes to sets
/// compares them with this list and does not walk down through them.
struct SubjectSets {
    /// More sets than that, or more ways to them, and the search walks down instead.
    static let limit = 32
    static let stepLimit = 128

    private enum State { case unknown, known, unusable }

    private var state = State.unknown
    private var count = 0
    private var memory = SIMD32<UInt64>()

    /// True when the sets of the subject are known, perhaps since now.
    @inline(__always)
    mutating func isUsable(_ subject: SubjectNumbers, in graph: Graph, remainingWork: Int) -> Bool {
        if state == .unknown { find(subject, in: graph, remainingWork: remainingWork) }
        return state == .known
    }

    /// Whether an edge of the class leads from the entity to a set of this relation that holds the subject.
    @inline(__always)
    mutating func meet(_ entity: UInt32, _ edges: ModelProgram.Edges, relation: Int32, in graph: Graph) -> Bool {
        withNodes { nodes, count in
            graph.content.forward.meets(entity, edges.edgeClass, UnsafeBufferPointer(start: nodes, count: count), relation: relation)
        }
    }

    @inline(__always)
    private mutating func withNodes<Result>(_ body: (UnsafeMutablePointer<UInt64>, Int) -> Result) -> Result {
        let count = count
        return withUnsafeMutableBytes(of: &memory) { bytes in
            guard let start = bytes.baseAddress else { preconditionFailure("a value of a stated size has an address") }
            return body(start.assumingMemoryBound(to: UInt64.self), count)
        }
    }

    private mutating func find(_ subject: SubjectNumbers, in graph: Graph, remainingWork: Int) {
        state = .unusable
        let program = graph.program
        guard subject.relation < 0, remainingWork > SubjectSets.stepLimit, !program.sets.areDecorated(in: graph) else { return }
        var steps = 0
        guard enter(subject.entity, kind: Int32(truncatingIfNeeded: subject.kind), program, graph, &steps) else { return }
        if subject.wildcardKind >= 0 {
            guard enter(subject.wildcard, kind: subject.wildcardKind, program, graph, &steps) else { return }
        }
        var index = 0
        while index < count {
            let node = withNodes { nodes, _ in nodes[index] }
            index += 1
            for place in program.sets.steps.indices where Int(program.sets.steps[place].from) == Frontier.relation(node) {
                guard add(Frontier.entity(node), program.sets.steps[place], graph, &steps) else { return }
            }
        }
        state = .known
    }

    private mutating func enter(_ entity: UInt32, kind: Int32, _ program: ModelProgram, _ graph: Graph, _ steps: inout Int) -> Bool {
        for place in program.sets.entries.indices where program.sets.entries[place].from == kind {
            guard add(entity, program.sets.entries[place], graph, &steps) else { return false }
        }
        return true
    }

    /// False when there are too many.
    private mutating func add(_ entity: UInt32, _ step: SetProgram.Step, _ graph: Graph, _ steps: inout Int) -> Bool {
        guard graph.content.classes.counts[Int(step.edgeClass)] > 0 else { return true }
        var isWithin = true
        graph.content.reverse.forEach(entity, step.edgeClass) { object in
            steps += 1
            isWithin = steps <= SubjectSets.stepLimit && insert(Frontier.node(object, step.to))
            return isWithin
        }
        return isWithin
    }

    /// False when there is no room.
    @inline(__always)
    private mutating func insert(_ node: UInt64) -> Bool {
        let isKnownOrAdded = withNodes { nodes, count in
            for index in 0..<count where nodes[index] == node { return 0 }
            guard count < SubjectSets.limit else { return -1 }
            nodes[count] = node
            return 1
        }
        count += max(isKnownOrAdded, 0)
        return isKnownOrAdded >= 0
    }
}
