extension Graph {
    static let reasonLimit = 2_000

    /// Answers a question and says why: the relationships that decided, or what was missing.
    package func explain(_ question: Question) -> Explanation {
        let result = check(question)
        let reason: String
        switch result {
        case .allowed: reason = reasonForAllowing(question)
        case .denied: reason = reasonForDenying(question)
        case .failed(let failure): reason = failure.message
        }
        return Explanation(result: result, reason: String(reason.prefix(Graph.reasonLimit)))
    }

    private func asked(_ question: Question) -> String { "\(question.subject) is \(question.relation) of \(question.object)" }

    private func reasonForAllowing(_ question: Question) -> String {
        guard case .success(let prepared) = prepare(question) else { return asked(question) }
        var evaluation = CheckEvaluation(graph: prepared.graph, subject: prepared.subject, question: question)
        return evaluation.prove(prepared.object, prepared.relation, depth: 0)?.text ?? asked(question)
    }

    private func reasonForDenying(_ question: Question) -> String {
        guard case .success(let prepared) = prepare(question) else { return "" }
        var evaluation = CheckEvaluation(graph: prepared.graph, subject: prepared.subject, question: question)
        let denied = "\(question.subject) is not \(question.relation) of \(question.object)"
        if let objection = evaluation.objection(to: prepared.relation, of: prepared.object, depth: 0) {
            return "\(denied), because \(objection)"
        }
        let grants = GrantSearch(graph: self, question: question).grants()
        guard !grants.isEmpty else { return "\(denied), and no single relationship would make it so" }
        return "\(denied); any of these would make it so: \(grants.map(\.description).joined(separator: ", "))"
    }
}
