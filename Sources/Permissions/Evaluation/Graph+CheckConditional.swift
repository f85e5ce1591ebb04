extension Graph {
    /// Answers a question; a missing parameter that matters makes the answer conditional, one that does not is left aside.
    package func checkConditional(_ question: Question) -> ConditionalResult {
        switch prepare(question) {
        case .failure(let failure): return .failed(failure)
        case .success(let prepared):
            var evaluation = CheckEvaluation(graph: prepared.graph, subject: prepared.subject, question: question)
            let result = evaluation.answerConditionally(prepared.object, prepared.relation)
            guard evaluation.needsThoroughAttempt else { return result }
            var thorough = CheckEvaluation(graph: prepared.graph, subject: prepared.subject, question: question, isThorough: true)
            return thorough.answerConditionally(prepared.object, prepared.relation)
        }
    }
}

extension CheckEvaluation {
    mutating func answerConditionally(_ object: UInt32, _ relation: Int) -> ConditionalResult {
        switch answer(object, relation) {
        case .allowed: return .allowed
        case .denied: return .denied
        case .failed(let failure):
            guard !isAborted, shortfalls.count < Shortfall.limit else { return .failed(failure) }
            if let other = shortfalls.first(where: { $0.failure.kind != .missingParameter }) { return .failed(other.failure) }
            return .conditional(missing: Set(shortfalls.flatMap(\.missing)).sorted())
        }
    }
}
