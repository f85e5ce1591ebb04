import Permissions
import Store

/// Records what this interface decided; what cannot be recorded is not answered.
struct OpenFGARecord: Sendable {
    let authority: Authority

    func decision(
        _ isAllowed: Bool, subject: String?, action: String, resource: String, reason: String, _ entry: OpenFGAEntry,
        details: [String: String] = [:]
    ) throws {
        var details = details
        details["interface"] = "openfga"
        if let administrator = entry.administrator { details["asked_by"] = administrator.subject }
        try authority.store.record(
            AuditEvent(
                tenant: entry.tenant, time: authority.clock(), kind: .decision, subject: subject.map(AuditText.clipped),
                action: AuditText.clipped(action), resource: AuditText.clipped(resource), outcome: isAllowed ? .allowed : .denied,
                reason: AuditText.clipped(reason), decisionID: DecisionID.make(), requestID: entry.requestID, details: details))
        authority.metrics.countDecision(isAllowed: isAllowed)
    }
}
