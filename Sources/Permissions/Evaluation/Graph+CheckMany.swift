extension Graph {
    /// Answers many questions on this snapshot, in their order. What they share is done once: names of a subject, contextual
    /// relationships, results on the way, and questions that are the same.
    package func checkMany(_ questions: [Question]) -> [CheckResult] {
        var batch = CheckBatch(graph: self, questions)
        var results: [CheckResult] = []
        results.reserveCapacity(questions.count)
        while let result = batch.next() { results.append(result) }
        return results
    }
}

/// Questions with what has been found out for them. They are answered one by one, so that others may have their turn in between.
package struct CheckBatch {
    /// Groups looked through for a question that fits, and questions ahead; more subjects than that at once share nothing.
    static let groupLimit = 8
    /// Answers kept for one group.
    static let nodeLimit = 128

    /// Questions of one subject that differ in object and relation only.
    private struct Group {
        let first: Question
        let graph: Graph
        private let subject: SubjectNumbers
        /// Found for the first question that asks for them, and right for all.
        private var sets = SubjectSets()
        private var quick: CheckEvaluation?
        private var thorough: ThoroughEvaluation?
        /// Looked through from the front; the first ones are enough to find what is asked twice.
        private var nodes: ContiguousArray<UInt64> = []
        private var results: ContiguousArray<CheckResult> = []

        init(_ prepared: Graph.Prepared, _ question: Question) {
            first = question
            graph = prepared.graph
            subject = prepared.subject
        }

        func fits(_ question: Question) -> Bool { CheckBatch.share(first, question) }

        mutating func answer(_ object: UInt32, _ relation: Int) -> CheckResult {
            let number = graph.plainProgram(of: relation, kind: subject.kind, first.limits)
            if number >= 0 {
                if PlainSearch.holds(graph, program: number, at: object, subject: subject) { return .allowed }
                var work = min(first.limits.work, PlainSearch.mostWork)
                switch PlainSearch.walk(graph, program: number, at: object, subject: subject, sets: &sets, work: &work) {
                case .yes: return .allowed
                case .no: return .denied
                case .undecided: break
                }
            }
            let node = Frontier.node(object, Int32(relation))
            if let index = nodes.firstIndex(of: node) { return results[index] }
            let result = evaluate(object, relation)
            if nodes.count < CheckBatch.nodeLimit {
                nodes.append(node)
                results.append(result)
            }
            return result
        }

        private mutating func evaluate(_ object: UInt32, _ relation: Int) -> CheckResult {
            var evaluation = quick ?? CheckEvaluation(graph: graph, subject: subject, question: first)
            // Two owners of what an evaluation keeps would copy it.
            quick = nil
            evaluation.startAgain()
            var result = evaluation.answer(object, relation)
            if evaluation.isWorthAnotherAttempt(at: relation) {
                var again =
                    thorough
                    ?? ThoroughEvaluation(CheckEvaluation(graph: graph, subject: subject, question: first, isThorough: true))
                thorough = nil
                result = again.answer(object, relation)
                thorough = again
            }
            quick = evaluation
            return result
        }
    }

    private let graph: Graph
    private let questions: [Question]
    private var place = 0
    private var groups: [Group] = []

    package init(graph: Graph, _ questions: [Question]) {
        self.graph = graph
        self.questions = questions
    }

    /// The answer to the next question; nil after the last.
    package mutating func next() -> CheckResult? {
        guard place < questions.count else { return nil }
        defer { place += 1 }
        return check()
    }

    /// Whether two questions differ in object and relation only.
    @inline(__always)
    private static func share(_ first: Question, _ second: Question) -> Bool {
        first.subject == second.subject && first.now == second.now && first.limits == second.limits
            && first.context == second.context && first.contextual == second.contextual
    }

    private mutating func check() -> CheckResult {
        let question = questions[place]
        if let exhaustion = question.limits.exhaustion { return .failed(exhaustion) }
        let start = max(0, groups.count - CheckBatch.groupLimit)
        // By index, since taking a group out of the array would copy it.
        if let index = (start..<groups.count).last(where: { groups[$0].fits(question) }) {
            switch groups[index].graph.findObject(question) {
            case .failure(let failure): return .failed(failure)
            case .success(let (object, relation)): return groups[index].answer(object, relation)
            }
        }
        // What nothing shares is done at once.
        let ahead = questions[(place + 1)...].prefix(CheckBatch.groupLimit)
        guard ahead.contains(where: { CheckBatch.share(question, $0) }) else { return graph.check(question) }
        switch graph.prepare(question) {
        case .failure(let failure): return .failed(failure)
        case .success(let prepared):
            // A set of an object without relationships is a different subject beside every object, so it is not shared.
            guard prepared.subject.entity < SubjectNumbers.unknownObject || prepared.subject.relation < 0 else {
                return graph.check(question)
            }
            var group = Group(prepared, question)
            let result = group.answer(prepared.object, prepared.relation)
            groups.append(group)
            return result
        }
    }
}
