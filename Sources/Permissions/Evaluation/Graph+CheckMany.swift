extension Graph {
    /// Answers many questions on this snapshot, in their order. What they share is done once: names of a subject, contextual
    /// relationships, results on the way, and questions that are the same.
    package func checkMany(_ questions: [Question]) -> [CheckResult] {
        var batch = CheckBatch(graph: self, count: questions.count)
        return questions.map { batch.check($0) }
    }
}

/// Questions with what has been found out for them.
private struct CheckBatch {
    /// Groups looked through for a question that fits; more subjects than that at once share nothing.
    static let groupLimit = 8
    /// Answers kept for one group.
    static let nodeLimit = 128

    /// Questions of one subject that differ in object and relation only.
    private struct Group {
        let first: Question
        let graph: Graph
        var quick: CheckEvaluation
        var thorough: CheckEvaluation?
        /// Looked through from the front; the first ones are enough to find what is asked twice.
        private var nodes: ContiguousArray<UInt64> = []
        private var results: ContiguousArray<CheckResult> = []

        init(_ prepared: Graph.Prepared, _ question: Question, count: Int) {
            first = question
            graph = prepared.graph
            quick = CheckEvaluation(graph: prepared.graph, subject: prepared.subject, question: question)
            nodes.reserveCapacity(min(count, CheckBatch.nodeLimit))
            results.reserveCapacity(min(count, CheckBatch.nodeLimit))
        }

        func fits(_ question: Question) -> Bool {
            first.subject == question.subject && first.now == question.now && first.limits == question.limits
                && first.context == question.context && first.contextual == question.contextual
        }

        mutating func answer(_ object: UInt32, _ relation: Int) -> CheckResult {
            let node = Frontier.node(object, Int32(relation))
            if let index = nodes.firstIndex(of: node) { return results[index] }
            quick.startAgain()
            var result = quick.answer(object, relation)
            if quick.needsThoroughAttempt {
                var evaluation =
                    thorough ?? CheckEvaluation(graph: graph, subject: quick.subject, question: first, isThorough: true)
                // Two owners of the kept results would copy them.
                thorough = nil
                evaluation.startAgain()
                result = evaluation.answer(object, relation)
                thorough = evaluation
            }
            if nodes.count < CheckBatch.nodeLimit {
                nodes.append(node)
                results.append(result)
            }
            return result
        }
    }

    private let graph: Graph
    private let count: Int
    private var groups: [Group] = []

    init(graph: Graph, count: Int) {
        self.graph = graph
        self.count = count
    }

    mutating func check(_ question: Question) -> CheckResult {
        let start = max(0, groups.count - CheckBatch.groupLimit)
        // By index, since taking a group out of the array would copy it.
        if let index = (start..<groups.count).last(where: { groups[$0].fits(question) }) {
            switch groups[index].graph.findObject(question) {
            case .failure(let failure): return .failed(failure)
            case .success(let (object, relation)): return groups[index].answer(object, relation)
            }
        }
        switch graph.prepare(question) {
        case .failure(let failure): return .failed(failure)
        case .success(let prepared):
            // A set of an object without relationships is a different subject beside every object, so it is not shared.
            guard prepared.subject.entity < SubjectNumbers.unknownObject || prepared.subject.relation < 0 else {
                return graph.check(question)
            }
            var group = Group(prepared, question, count: count)
            let result = group.answer(prepared.object, prepared.relation)
            groups.append(group)
            return result
        }
    }
}
