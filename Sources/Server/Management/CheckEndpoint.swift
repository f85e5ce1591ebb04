import API
import Hummingbird
import Permissions
import Store

/// An administrator's question, answered with the way that led to the answer.
struct CheckEndpoint: Sendable {
    let authority: Authority
    let desk: QuestionDesk

    func mount(on site: inout Site) {
        site.on(.post, .check, check)
        site.on(.post, .explain, explain)
    }

    @Sendable private func check(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let asked = try await desk.ask(CheckQuestion.self, request, exchange)
        let parts = try CheckParts(asked.question, on: asked.graph, asked.scope(asked.question.context)).questions
        let results = parts.map { asked.graph.checkConditional($0) }
        let verdict = Verdict(results)
        let reason = Self.reason(verdict, zip(parts, results).map { ($0, $1) }, on: asked.graph)
        let id = DecisionID.make()
        try await record(verdict, asked, reason: reason, id)
        return try Answer.json(
            CheckAnswer(
                decision: verdict.decision, code: verdict.code, missing: verdict.missing, reason: reason, revision: asked.revision,
                decisionID: id))
    }

    @Sendable private func explain(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let asked = try await desk.ask(CheckQuestion.self, request, exchange)
        let parts = try CheckParts(asked.question, on: asked.graph, asked.scope(asked.question.context)).questions
        let results = parts.map { asked.graph.checkConditional($0) }
        let verdict = Verdict(results)
        let explained = zip(parts, results).map { Self.explained($0, $1, on: asked.graph) }
        let id = DecisionID.make()
        try await record(verdict, asked, reason: explained.map(\.reason).joined(separator: "; "), id)
        return try Answer.json(ExplanationBody(decision: verdict.decision, parts: explained, revision: asked.revision, decisionID: id))
    }

    private static func explained(_ question: Question, _ result: ConditionalResult, on graph: Graph) -> ExplanationBody.Part {
        let verdict = Verdict([result])
        let explanation = graph.explanation(of: question)
        return ExplanationBody.Part(
            subject: question.subject.description, action: question.relation, decision: verdict.decision, code: verdict.code,
            missing: verdict.missing, reason: reason(verdict, [(question, result)], on: graph),
            proof: explanation.proof.map(ExplanationBody.Link.init), isProofComplete: explanation.isProofComplete,
            failed: explanation.failedBranches.map(FailedBranchBody.init),
            grants: explanation.grants.map { $0.map { RelationshipBody($0).description } })
    }

    /// What decided, in one line: for an allow every part, otherwise the first part that is none.
    private static func reason(_ verdict: Verdict, _ parts: [(question: Question, result: ConditionalResult)], on graph: Graph) -> String {
        switch verdict.decision {
        case .allowed:
            return parts.map { graph.explain($0.question).reason }.joined(separator: "; for the agent: ")
        case .conditional:
            return "it depends on `\((verdict.missing ?? []).joined(separator: "`, `"))`: give values in `context`"
        case .undecided: return verdict.message ?? ""
        case .denied:
            if let message = verdict.message { return message }
            return parts.first { $0.result == .denied }.map { graph.explain($0.question).reason } ?? ""
        }
    }

    private func record(_ verdict: Verdict, _ asked: QuestionDesk.Asked<CheckQuestion>, reason: String, _ id: String) async throws {
        let question = asked.question
        authority.metrics.countDecision(verdict.decision.rawValue)
        try await authority.store.recordWhenThereIsRoom(
            AuditEvent(
                tenant: asked.entry.tenant, time: authority.clock(), kind: .decision, subject: question.subject, agent: question.agent,
                action: question.action, resource: question.resource, outcome: verdict.outcome,
                reason: reason, decisionID: id, requestID: asked.entry.requestID,
                details: ["asked_by": asked.entry.administrator.subject, "code": verdict.code]))
    }
}
