extension Graph {
    /// Answers a question; a missing parameter that matters makes the answer conditional, one that does not is left aside.
    ///
    /// A condition that cannot be decided matters only where the far side of its relationship may give the relation. `check` fails for
    /// it in any case, as OpenFGA does; so does this with `looksBehindConditions` set to false.
    package func checkConditional(_ question: Question, looksBehindConditions: Bool = true) -> ConditionalResult {
        switch prepare(question) {
        case .failure(let failure): return .failed(failure)
        case .success(let prepared):
            func evaluation(isThorough: Bool) -> CheckEvaluation {
                CheckEvaluation(
                    graph: prepared.graph, subject: prepared.subject, question: question, isThorough: isThorough,
                    looksBehindConditions: looksBehindConditions)
            }
            var quick = evaluation(isThorough: false)
            let result = quick.answerConditionally(prepared.object, prepared.relation)
            guard quick.isWorthAnotherAttempt(at: prepared.relation) else { return result }
            var thorough = ThoroughEvaluation(evaluation(isThorough: true))
            return thorough.answerConditionally(prepared.object, prepared.relation)
        }
    }
}

extension CheckEvaluation {
    mutating func answerConditionally(_ object: UInt32, _ relation: Int) -> ConditionalResult {
        let result = answer(object, relation)
        return conditional(result)
    }

    /// The answer, after the question had this one.
    func conditional(_ result: CheckResult) -> ConditionalResult {
        switch result {
        case .allowed: return .allowed
        case .denied: return .denied
        case .failed(let failure):
            guard !isAborted, shortfalls.count < Shortfall.limit else { return .failed(failure) }
            if let other = shortfalls.first(where: { $0.failure.kind != .missingParameter }) { return .failed(other.failure) }
            return .conditional(missing: Set(shortfalls.flatMap(\.missing)).sorted())
        }
    }
}
