extension Graph {
    static let reasonLimit = 2_000

    /// Answers a question and says why: the relationships that decided, or what was missing.
    package func explain(_ question: Question) -> Explanation {
        let result = check(question)
        let reason: String
        switch (result, checkConditional(question)) {
        case (.allowed, _), (.failed, .allowed): reason = reasonForAllowing(question)
        case (.denied, _), (.failed, .denied): reason = reasonForDenying(question)
        case (.failed(let failure), _): reason = failure.message
        }
        return Explanation(result: result, reason: String(reason.prefix(Graph.reasonLimit)))
    }

    /// Why a question is denied, for whoever has found that it is.
    package func reasonForDenial(of question: Question) -> String {
        String(reasonForDenying(question).prefix(Graph.reasonLimit))
    }

    private func asked(_ question: Question) -> String { "\(question.subject) is \(question.relation) of \(question.object)" }

    private func reasonForAllowing(_ question: Question) -> String {
        guard case .success(let prepared) = prepare(question) else { return asked(question) }
        var search = ProofSearch(answers: RuleAnswers(graph: prepared.graph, subject: prepared.subject, question: question))
        return search.proof(of: prepared.relation, at: prepared.object)?.text ?? asked(question)
    }

    private func reasonForDenying(_ question: Question) -> String {
        guard case .success(let prepared) = prepare(question) else { return "" }
        var answers = RuleAnswers(graph: prepared.graph, subject: prepared.subject, question: question)
        let denied = "\(question.subject) is not \(question.relation) of \(question.object)"
        if let objection = answers.objection(to: prepared.relation, of: prepared.object) {
            return "\(denied), because \(objection)"
        }
        let grants = GrantSearch(graph: prepared.graph, prepared: prepared, question: question).grants()
        guard !grants.isEmpty else { return "\(denied), and nothing was found that would make it so" }
        return "\(denied); any of these would make it so: \(grants.map(text).joined(separator: ", "))"
    }

    private func text(_ grants: [Relationship]) -> String {
        grants.map { "\($0)\($0.condition.map { " with \($0.name)" } ?? "")" }.joined(separator: " and ")
    }
}
