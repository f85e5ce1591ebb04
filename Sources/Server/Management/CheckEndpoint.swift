import API
import Hummingbird
import Permissions
import Store

/// An administrator's question, answered with the way that led to the answer.
struct CheckEndpoint: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.post, .check, check)
    }

    @Sendable private func check(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let question = try Wire.decodeStrictly(CheckQuestion.self, from: bytes)
        let inquiry = try Inquiry(question)
        let decider = Decider(graph: try await authority.store.graph(entry.tenant), now: authority.clock())
        let decision = decider.decide(inquiry)
        let reason = decision.isAllowed ? decider.explanation(of: inquiry) : decision.reason.explanation
        try record(decision, question, reason: reason, entry)
        return try Answer.json(
            CheckAnswer(
                allowed: decision.isAllowed, reason: reason, revision: decider.graph.revision.rawValue, decisionID: decision.id))
    }

    private func record(_ decision: Decision, _ question: CheckQuestion, reason: String, _ entry: Entry) throws {
        authority.metrics.countDecision(decision.isAllowed ? "allowed" : "denied")
        try authority.store.record(
            AuditEvent(
                tenant: entry.tenant, time: authority.clock(), kind: .decision, subject: question.subject, agent: question.agent,
                action: question.action, resource: question.resource, outcome: decision.isAllowed ? .allowed : .denied, reason: reason,
                decisionID: decision.id, requestID: entry.requestID,
                details: ["asked_by": entry.administrator.subject, "code": decision.reason.code]))
    }
}

extension Inquiry {
    init(_ question: CheckQuestion) throws {
        subject = try SubjectReference(parsing: question.subject)
        agent = try question.agent.map { text throws(InvalidReference) in try SubjectReference(parsing: text) }
        targets = [Target(action: question.action, object: try ObjectReference(parsing: question.resource))]
        context = ConditionContext.values(question.context ?? [:])
    }
}
