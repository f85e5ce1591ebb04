import API
import Foundation
import Permissions
import Store

/// Records what this interface decided; what cannot be recorded is not answered.
struct OpenFGARecord: Sendable {
    /// What was answered, and to what.
    struct Entry: Sendable {
        let isAllowed: Bool
        let subject: String?
        let action: String
        let resource: String
        let reason: String

        static func reason(_ isAllowed: Bool) -> String {
            isAllowed ? "allowed by the relationships" : "not allowed by the relationships"
        }
    }

    let authority: Authority

    /// Waits a moment for room in the audit.
    func decisions(_ entries: [Entry], _ asker: OpenFGAEntry) async throws {
        try await authority.store.recordWhenThereIsRoom(entries.map { event($0, asker) })
        count(entries)
    }

    /// The same without waiting, on a thread that serves many connections.
    func decisionAtOnce(_ entry: Entry, _ asker: OpenFGAEntry) throws {
        try authority.store.record(event(entry, asker))
        count([entry])
    }

    /// The same for a plain check, whose texts stay where they stand in its body.
    func decisionAtOnce(_ check: PlainTupleCheck, _ isAllowed: Bool, _ asker: OpenFGAEntry, now: Date) throws {
        let question = check.question
        let item = DecisionBatch.Item(
            subject: (question.subject.type, question.subject.id), action: question.action,
            resource: (question.resource.type, question.resource.id), reason: isAllowed ? 0 : 1)
        try authority.store.record(
            DecisionBatch(
                tenant: asker.tenant, time: now, requestID: asker.requestID, body: check.evaluation.body, firstID: RandomIDs.make(),
                items: [item], reasons: Self.reasons))
        authority.metrics.countDecision(isAllowed: isAllowed)
    }

    /// Of what is allowed, and of what is not.
    private static let reasons = [true, false].map { isAllowed in
        DecisionBatch.Reason(
            outcome: isAllowed ? .allowed : .denied, text: Entry.reason(isAllowed), details: ["interface": "openfga"])
    }

    private func event(_ entry: Entry, _ asker: OpenFGAEntry) -> AuditEvent {
        var details = ["interface": "openfga"]
        if let administrator = asker.administrator { details["asked_by"] = administrator.subject }
        return AuditEvent(
            tenant: asker.tenant, time: authority.clock(), kind: .decision, subject: entry.subject.map(AuditText.clipped),
            action: AuditText.clipped(entry.action), resource: AuditText.clipped(entry.resource),
            outcome: entry.isAllowed ? .allowed : .denied, reason: AuditText.clipped(entry.reason), decisionID: DecisionID.make(),
            requestID: asker.requestID, details: details)
    }

    private func count(_ entries: [Entry]) {
        let allowed = entries.count(where: \.isAllowed)
        authority.metrics.countDecisions(allowed: allowed, denied: entries.count - allowed)
    }
}
