extension Graph {
    /// Answers a question with what it rests on, or with every branch that failed and the fewest relationships that would change it.
    package func explanation(of question: Question) -> DetailedExplanation {
        let result = checkConditional(question)
        guard case .success(let prepared) = prepare(question) else { return DetailedExplanation(result) }
        let answers = RuleAnswers(graph: prepared.graph, subject: prepared.subject, question: question)
        switch result {
        case .failed, .conditional: return DetailedExplanation(result)
        case .allowed:
            var search = ProofSearch(answers: answers)
            guard let proof = search.proof(of: prepared.relation, at: prepared.object) else {
                return DetailedExplanation(result, isProofComplete: false)
            }
            return DetailedExplanation(result, proof: proof)
        case .denied:
            var tree = FailureTree(answers: answers, object: question.object)
            let branch = tree.relation(prepared.relation, of: prepared.object, depth: 0)
            let grants = GrantSearch(graph: prepared.graph, prepared: prepared, question: question).grants()
            return DetailedExplanation(result, failedBranches: branch, grants: grants)
        }
    }
}
