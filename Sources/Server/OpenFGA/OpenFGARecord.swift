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
