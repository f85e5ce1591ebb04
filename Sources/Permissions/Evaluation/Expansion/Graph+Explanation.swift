extension Graph {
    /// Answers a question with what it rests on, or with every branch that failed and the fewest relationships that would change it.
    package func explanation(of question: Question) -> DetailedExplanation {
        let result = check(question)
        guard case .success(let prepared) = prepare(question) else {
            return DetailedExplanation(result: result, proof: [], failedBranches: nil, grants: [])
        }
        var evaluation = CheckEvaluation(graph: prepared.graph, subject: prepared.subject, question: question)
        switch result {
        case .failed: return DetailedExplanation(result: result, proof: [], failedBranches: nil, grants: [])
        case .allowed:
            let chains = evaluation.prove(prepared.object, prepared.relation, depth: 0)?.chains ?? []
            let links = chains.enumerated().flatMap { number, chain in
                chain.map { ExplanationLink(subject: $0.subject, relation: $0.relation, object: $0.object, chain: number) }
            }
            return DetailedExplanation(result: result, proof: links, failedBranches: nil, grants: [])
        case .denied:
            var tree = FailureTree(graph: prepared.graph, evaluation: evaluation, object: question.object)
            let branch = tree.relation(prepared.relation, of: prepared.object, depth: 0)
            let asked = Question(
                subject: question.subject, relation: question.relation, object: question.object, context: question.context,
                now: question.now, limits: question.limits)
            let search = GrantSearch(graph: prepared.graph, question: asked)
            let single = search.grants().map { [$0.key] }
            return DetailedExplanation(
                result: result, proof: [], failedBranches: branch, grants: single.isEmpty ? search.pairs() : single)
        }
    }
}
