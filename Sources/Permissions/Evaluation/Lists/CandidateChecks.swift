/// Checks the candidates of one list, one after the other, and counts what they cost together.
struct CandidateChecks {
    private let graph: Graph
    private var scope: QuestionScope
    private var shared: CheckEvaluation
    private let isShared: Bool
    /// Takes the place of `shared` once that has given up.
    private var layers: ThoroughEvaluation?
    private var work: Int
    /// The work at which the clock is looked at next.
    private var horizon = CheckEvaluation.stepsPerLook
    private var known: KnownAnswers?

    /// `relation` is the only one asked about, if there is one; what `walk` to the candidates has used up is used up.
    init(graph: Graph, subject: SubjectNumbers, scope: QuestionScope, relation: Int?, after walk: ListWalk) {
        self.graph = graph
        self.scope = scope
        self.scope.limits.deadline = walk.evaluation.limits.deadline
        self.scope.limits.milliseconds = scope.limits.listMilliseconds
        work = walk.evaluation.work
        // Only relations that come back to themselves have results worth keeping; for the others a quick answer costs less.
        isShared = relation.map { graph.program.walks.restsOnRecursion($0, relations: graph.program.relations) } ?? true
        shared = CheckEvaluation(
            graph: graph, subject: subject, context: scope.context, now: scope.now, limits: self.scope.limits, isThorough: isShared,
            looksBehindConditions: scope.missingParameters == .reporting)
    }

    /// Uses what a walk has found, unless steps are counted, which a walk takes in another order.
    mutating func use(_ known: KnownAnswers) {
        guard scope.limits.dispatches == nil else { return }
        self.known = known
        shared.known = known
    }

    /// Checks the subject against one object.
    mutating func check(_ object: UInt32, _ relation: Int) throws(CheckFailure) -> ConditionalResult {
        if layers != nil, shared.mayUseLayers(of: relation) { return try checkByLayers(object, relation) }
        shared.startAgain()
        let result = shared.answerConditionally(object, relation)
        try count(shared.work)
        guard case .failed(let failure) = result, failure.isLimit else { return result }
        guard shared.mayUseLayers(of: relation) else { return try attempt(shared.subject, object, relation) }
        layers = ThoroughEvaluation(evaluation(shared.subject, isThorough: true))
        return try checkByLayers(object, relation)
    }

    private mutating func checkByLayers(_ object: UInt32, _ relation: Int) throws(CheckFailure) -> ConditionalResult {
        let result = layers?.answerConditionally(object, relation) ?? .denied
        try count(layers?.work ?? 0)
        return result
    }

    /// Checks another subject against the object.
    mutating func check(_ subject: SubjectNumbers, _ object: UInt32, _ relation: Int) throws(CheckFailure) -> ConditionalResult {
        try attempt(subject, object, relation)
    }

    private mutating func attempt(_ subject: SubjectNumbers, _ object: UInt32, _ relation: Int) throws(CheckFailure) -> ConditionalResult {
        var quick = evaluation(subject, isThorough: false)
        let result = quick.answerConditionally(object, relation)
        try count(quick.work)
        guard quick.isWorthAnotherAttempt(at: relation) else { return result }
        var thorough = ThoroughEvaluation(evaluation(subject, isThorough: true))
        defer { work += thorough.work }
        return thorough.answerConditionally(object, relation)
    }

    private func evaluation(_ subject: SubjectNumbers, isThorough: Bool) -> CheckEvaluation {
        var evaluation = CheckEvaluation(
            graph: graph, subject: subject, context: scope.context, now: scope.now, limits: scope.limits, isThorough: isThorough,
            looksBehindConditions: scope.missingParameters == .reporting)
        evaluation.known = known
        return evaluation
    }

    private mutating func count(_ steps: Int) throws(CheckFailure) {
        work += steps + 1
        guard work <= scope.limits.listWork else { throw scope.limits.refusalOfList(.tooMuchWork) }
        guard work > horizon else { return }
        horizon = work + CheckEvaluation.stepsPerLook
        if let deadline = scope.limits.deadline, CheckLimits.now() >= deadline { throw scope.limits.refusalOfList(.tooMuchTime) }
    }
}

extension WalkProgram {
    /// Whether the relation rests on one that is answered by rules and can come back to itself.
    func restsOnRecursion(_ relation: Int, relations: ContiguousArray<ModelProgram.Relation>) -> Bool {
        var met = ContiguousArray(repeating: false, count: relations.count)
        var waiting = [relation]
        met[relation] = true
        while let number = waiting.popLast() {
            guard !relations[number].isPlain else { continue }
            if relations[number].isRecursive { return true }
            for index in parts.range(number) {
                let next = Int(parts.elements[index].relation)
                guard !met[next] else { continue }
                met[next] = true
                waiting.append(next)
            }
        }
        return false
    }
}
