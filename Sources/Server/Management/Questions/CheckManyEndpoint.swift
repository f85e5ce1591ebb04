import API
import Hummingbird
import Permissions
import Store

/// Many checks on one snapshot.
struct CheckManyEndpoint: Sendable {
    let desk: QuestionDesk

    func mount(on site: inout Site) {
        site.on(.post, .checkMany, check)
    }

    @Sendable private func check(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let asked = try await desk.ask(ManyQuestions.self, request, exchange)
        let items = asked.question.questions
        guard !items.isEmpty else { throw Refusal(.invalidRequest, "give at least one question in `questions`") }
        guard items.count <= ManyQuestions.maximumCount else {
            throw Refusal(.tooManyItems, "\(items.count) questions are given, \(ManyQuestions.maximumCount) are allowed in one request")
        }
        let verdicts = try await Self.verdicts(items, asked)
        let answers = verdicts.map {
            ManyAnswers.Item(decision: $0.decision, code: $0.code, missing: $0.missing, message: $0.message)
        }
        try record(items, verdicts, asked)
        return try Answer.json(ManyAnswers(answers: answers, revision: asked.revision))
    }

    private static func verdicts(_ items: [CheckQuestion], _ asked: QuestionDesk.Asked<ManyQuestions>) async throws -> [Verdict] {
        let limits = asked.limits.check.sharedByBatch()
        let parts = try items.enumerated().map { index, item in
            do throws(InvalidReference) {
                return try CheckParts(item, on: asked.graph, asked.scope(item.context, limits)).questions
            } catch {
                throw Refusal(.invalidReference, "question \(index + 1): `\(error.text)` is not valid: \(error.reason)")
            }
        }
        let questions = parts.flatMap { $0 }
        var results: [ConditionalResult] = []
        var pause = Pause()
        var batch = CheckBatch(graph: asked.graph, questions)
        for (question, result) in zip(questions, await batch.answers()) {
            switch result {
            case .allowed: results.append(.allowed)
            case .denied: results.append(.denied)
            case .failed(let failure) where failure.kind == .tooMuchTime: results.append(.failed(failure))
            // Only now it matters whether nothing but parameters is missing.
            case .failed:
                await pause.ifDue()
                results.append(asked.graph.checkConditional(question))
            }
        }
        var rest = results[...]
        return parts.map { part in
            defer { rest = rest.dropFirst(part.count) }
            return Verdict(Array(rest.prefix(part.count)))
        }
    }

    /// One event with what it came to, and the first few questions.
    private func record(_ items: [CheckQuestion], _ verdicts: [Verdict], _ asked: QuestionDesk.Asked<ManyQuestions>) throws {
        var details: [String: String] = ["count": String(items.count)]
        for word in DecisionWord.allCases {
            let count = verdicts.count { $0.decision == word }
            if count > 0 { details[word.rawValue] = String(count) }
        }
        let shown = zip(items, verdicts).prefix(20).map { "\($0.subject) \($0.action) \($0.resource): \($1.decision.rawValue)" }
        details["questions"] = shown.joined(separator: "; ")
        for verdict in verdicts { desk.authority.metrics.countDecision(verdict.decision.rawValue) }
        try desk.record(asked, "check.many", details: details)
    }
}
