/// What walks for lists share: a snapshot, its steps, and an evaluation that decides single edges and counts the work.
struct ListWalk {
    let graph: Graph
    let steps: WalkProgram
    var evaluation: CheckEvaluation
    private let deepest: UInt32

    init(graph: Graph, subject: SubjectNumbers, scope: QuestionScope) {
        self.graph = graph
        steps = graph.program.walks
        var limits = scope.limits.begun(lasting: scope.limits.listMilliseconds)
        limits.work = limits.listWork
        limits.milliseconds = limits.listMilliseconds
        deepest = limits.dispatches.map { UInt32(clamping: $0) } ?? .max
        evaluation = CheckEvaluation(graph: graph, subject: subject, context: scope.context, now: scope.now, limits: limits)
    }

    /// Fails when the walk has gone further than the limits allow.
    @inline(__always)
    func checkLimits(depth: UInt32) throws(CheckFailure) {
        if let reached = evaluation.reachedLimit { throw evaluation.limits.refusalOfList(reached.kind) }
        if depth >= deepest { throw CheckFailure(.tooDeep, "the list leads more than \(deepest) steps deep") }
    }

    /// The objects an entity is a subject of along one class of edges, each with whether the edge counts: yes, or failed when its
    /// condition could not be evaluated. Edges that do not count are left out.
    @inline(__always)
    mutating func forEachObject(of entity: UInt32, along edges: ModelProgram.Edges, _ body: (UInt32, Outcome) -> Void) {
        guard graph.content.classes.counts[Int(edges.edgeClass)] > 0 else { return }
        graph.content.reverse.forEach(entity, edges.edgeClass) { object in
            guard evaluation.spend() else { return false }
            guard edges.isDecorated else {
                body(object, .yes)
                return true
            }
            guard let row = graph.content.decorated[Adjacency.key(object, edges.edgeClass)], let decoration = row.decoration(of: entity)
            else { return true }
            let outcome = evaluation.holds(decoration, condition: edges.condition)
            if outcome == .yes || outcome == .failed { body(object, outcome) }
            return true
        }
    }

    /// The same in the other direction.
    @inline(__always)
    mutating func forEachSubject(of entity: UInt32, along edges: ModelProgram.Edges, _ body: (UInt32, Outcome) -> Void) {
        guard graph.content.classes.counts[Int(edges.edgeClass)] > 0 else { return }
        guard edges.isDecorated else {
            graph.content.forward.forEach(entity, edges.edgeClass) { subject in
                guard evaluation.spend() else { return false }
                body(subject, .yes)
                return true
            }
            return
        }
        guard let row = graph.content.decorated[Adjacency.key(entity, edges.edgeClass)] else { return }
        for (index, subject) in row.subjects.values.enumerated() {
            guard evaluation.spend() else { return }
            let outcome = evaluation.holds(row.decorations[index], condition: edges.condition)
            if outcome == .yes || outcome == .failed { body(subject, outcome) }
        }
    }
}
