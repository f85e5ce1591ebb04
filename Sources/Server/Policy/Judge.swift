import API
import Foundation
import Permissions
import Store

/// From a question as it was sent to a decision that is recorded. In this order: whose token, which question, what answer, record.
struct Judge: Sendable {
    let authority: Authority
    let credential: SubjectCredential

    /// Where questions come from that are answered at once.
    struct Origin {
        let tenant: TenantID
        let requestID: String
        let moment: HotMoment
    }

    func decide(_ question: EvaluationRequest, tenant: TenantID, requestID: String) async throws -> Decision {
        let decisions = try await decide([.question(question)], semantic: .executeAll, tenant: tenant, requestID: requestID)
        guard let decision = decisions.first else { throw Refusal(.internalError, "", cause: "a question without a decision") }
        return decision
    }

    /// The questions of one request on one snapshot and at one moment. They are recorded together, and none is answered otherwise.
    func decide(
        _ items: [EvaluationsRequest.Item], semantic: EvaluationsRequest.Semantic, tenant: TenantID, requestID: String
    ) async throws -> [Decision] {
        var findings: [SubjectCredential.Finding?] = []
        for item in items {
            guard case .question(let question) = item else { findings.append(nil); continue }
            findings.append(try await credential.find(question, tenant: tenant))
        }
        let graph = try await authority.store.graph(tenant)
        let limits = authority.store.limits(tenant).check.sharedByBatch()
        let now = authority.clock()
        var pause = Pause()
        var decisions: [Decision] = []
        var events: [AuditEvent] = []
        for (item, finding) in zip(items, findings) {
            let decision: Decision
            switch (item, finding) {
            case (.question(let question), let finding?):
                await pause.ifDue()
                let answered = answer(question, finding, graph: graph, now: now, limits: limits)
                decision = answered.decision
                events.append(event(decision, question, agent: answered.agent, at: now, tenant: tenant, requestID: requestID))
            case (.refused(let fault), _):
                decision = Decision(Decision.Reason(code: fault.code.rawValue, message: fault.message), on: nil)
                events.append(event(decision, at: now, tenant: tenant, requestID: requestID))
            case (.question, nil): throw Refusal(.internalError, "", cause: "a question without a finding about its token")
            }
            decisions.append(decision)
            if semantic.isSettled(by: decision) { break }
        }
        try await authority.store.recordWhenThereIsRoom(events)
        count(decisions)
        return decisions
    }

    /// The same for several questions without waiting for anything; nil, and nothing recorded, where a token has to be verified or the
    /// graph loaded first, or where the answers take longer than other requests should wait.
    func decideAtOnce(
        _ questions: [EvaluationRequest], semantic: EvaluationsRequest.Semantic = .executeAll, _ origin: Origin
    ) throws -> [Decision]? {
        let (tenant, requestID, now) = (origin.tenant, origin.requestID, origin.moment.date)
        guard let graph = authority.store.loadedGraph(tenant) else { return nil }
        let limits = limits(origin, sharedBy: questions.count)
        var decisions: [Decision] = []
        var events: [AuditEvent] = []
        decisions.reserveCapacity(questions.count)
        events.reserveCapacity(questions.count)
        for question in questions {
            guard let credential = credential.findAtOnce(question, tenant: tenant) else { return nil }
            let (decision, agent) = answer(question, credential, graph: graph, now: now, limits: limits)
            guard Self.isSettled(decision, limits) else { return nil }
            decisions.append(decision)
            events.append(event(decision, question, agent: agent, at: now, tenant: tenant, requestID: requestID))
            if semantic.isSettled(by: decision) { break }
        }
        // All or none: whoever is handed the request after this finds it untouched.
        try authority.store.record(events)
        count(decisions)
        return decisions
    }

    /// The same for bare questions where they stand: names are looked up and remembered as bytes of the body.
    func decideAtOnce(_ questions: PlainEvaluations, _ origin: Origin) throws -> [Decision]? {
        let (tenant, requestID, now) = (origin.tenant, origin.requestID, origin.moment.date)
        guard let graph = authority.store.loadedGraph(tenant) else { return nil }
        let limits = limits(origin, sharedBy: questions.questions.count)
        var decisions: [Decision] = []
        var items: [DecisionBatch.Item] = []
        var reasons = Self.reasonsOfAllowed
        decisions.reserveCapacity(questions.questions.count)
        items.reserveCapacity(questions.questions.count)
        let firstID = RandomIDs.make()
        for question in questions.questions {
            let isAllowed = questions.withNames(question) { subject, action, resource in
                graph.check(QuestionNames(subject: subject, relation: action, object: resource), now: now, limits: limits)
            }
            let id = firstID.advanced(by: decisions.count)
            let decision: Decision
            if isAllowed == true {
                decision = Decision(nil, on: graph.revision, id: id)
            } else {
                decision = answer(questions.request(question), agent: nil, graph: graph, now: now, limits: limits).with(id: id)
                guard Self.isSettled(decision, limits) else { return nil }
            }
            if let refusal = decision.refusal { reasons.append(Self.reason(refusal)) }
            items.append(
                DecisionBatch.Item(
                    subject: (question.subject.type, question.subject.id), action: question.action,
                    resource: (question.resource.type, question.resource.id),
                    reason: decision.isAllowed ? 0 : Int32(reasons.count - 1)))
            decisions.append(decision)
        }
        try authority.store.record(
            DecisionBatch(
                tenant: tenant, time: now, requestID: requestID, body: questions.body, firstID: firstID, items: items, reasons: reasons))
        count(decisions)
        return decisions
    }

    private func limits(_ origin: Origin, sharedBy count: Int) -> CheckLimits {
        authority.store.limits(origin.tenant).check.atOnce(
            sharedBy: count, since: origin.moment.start, lasting: authority.frontMilliseconds)
    }

    /// What the audit says of all that is allowed.
    private static let reasonsOfAllowed = [
        DecisionBatch.Reason(
            outcome: .allowed, text: Decision.Reason.allowed.explanation, details: ["code": Decision.Reason.allowed.code])
    ]

    private static func reason(_ refusal: Decision.Reason) -> DecisionBatch.Reason {
        DecisionBatch.Reason(outcome: refusal.outcome, text: AuditText.clipped(refusal.explanation), details: ["code": refusal.code])
    }

    /// Whether more time or work would change nothing. What explains a denial is looked for within the same time.
    private static func isSettled(_ decision: Decision, _ limits: CheckLimits) -> Bool {
        decision.isAllowed || !needsMore.contains(decision.reason.code) && limits.exhaustion == nil
    }

    private static let needsMore = [CheckFailure.Code.tooMuchWork, .tooMuchTime, .tooDeep].map(\.rawValue)

    /// The decision, and who acts for the subject.
    private func answer(
        _ question: EvaluationRequest, _ credential: SubjectCredential.Finding, graph: Graph, now: Date, limits: CheckLimits
    ) -> (decision: Decision, agent: String?) {
        switch credential {
        case .refused(let reason):
            (Decision(reason, on: nil), question.context?.agent)
        case .vouched(let agent), .proven(let agent):
            (answer(question, agent: agent, graph: graph, now: now, limits: limits), agent?.description)
        }
    }

    private func answer(
        _ question: EvaluationRequest, agent: SubjectReference?, graph: Graph, now: Date, limits: CheckLimits
    ) -> Decision {
        if let exhaustion = limits.exhaustion { return Decision(Decision.Reason(exhaustion), on: graph.revision) }
        let inquiry: Inquiry
        do throws(InvalidReference) {
            inquiry = try Inquiry(question, agent: agent)
        } catch {
            return Decision(
                Decision.Reason(code: "invalid_reference", message: "`\(error.text)` is not valid: \(error.reason)"), on: nil)
        }
        return Decider(graph: graph, now: now, limits: limits).decide(inquiry)
    }

    /// A decision that cannot be recorded is not made (Docs/Decisions, "Decisions are audited in batches").
    private func event(
        _ decision: Decision, _ question: EvaluationRequest, agent: String?, at time: Date, tenant: TenantID, requestID: String
    ) -> AuditEvent {
        let subject = AuditText.reference(question.subject.type, question.subject.id)
        var details = decision.isAllowed ? Self.allowedDetails : ["code": decision.reason.code]
        if let resource = question.context?.resource {
            details["argument_resource"] = AuditText.reference(resource.type, resource.id)
            details["argument_action"] = AuditText.clipped(resource.action)
        }
        return AuditEvent(
            tenant: tenant, time: time, kind: .decision, subject: subject,
            agent: agent.map(AuditText.clipped).flatMap { $0 == subject ? nil : $0 }, action: AuditText.clipped(question.action.name),
            resource: AuditText.reference(question.resource.type, question.resource.id),
            outcome: decision.outcome, reason: AuditText.clipped(decision.reason.explanation), decisionID: decision.id.text,
            requestID: requestID, details: details)
    }

    /// The same for nearly all decisions, so it is made once.
    private static let allowedDetails = ["code": Decision.Reason.allowed.code]

    private func count(_ decisions: [Decision]) {
        let allowed = decisions.count(where: \.isAllowed)
        authority.metrics.countDecisions(allowed: allowed, denied: decisions.count - allowed)
    }

    /// What the audit keeps of an item that is no question.
    private func event(_ decision: Decision, at time: Date, tenant: TenantID, requestID: String) -> AuditEvent {
        AuditEvent(
            tenant: tenant, time: time, kind: .decision, outcome: decision.outcome,
            reason: AuditText.clipped(decision.reason.explanation), decisionID: decision.id.text, requestID: requestID,
            details: ["code": decision.reason.code])
    }
}
