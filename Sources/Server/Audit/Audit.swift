import Foundation
import Store

/// Writes what happened into the tenant's audit.
struct Audit: Sendable {
    let store: Store
    let clock: @Sendable () -> Date

    /// For what is committed already: on disk before the caller is answered, so that nothing done goes unrecorded.
    func recordNow(_ event: AuditEvent) async throws {
        try await store.recordDone(event)
    }

    /// What an administrator did.
    func changed(
        _ entry: Entry, _ kind: AuditEvent.Kind = .admin, action: String, resource: String, details: [String: String] = [:]
    ) async throws {
        try await recordNow(
            AuditEvent(
                tenant: entry.tenant, time: clock(), kind: kind, subject: entry.administrator.subject, action: action, resource: resource,
                outcome: .succeeded, reason: "done by an administrator", requestID: entry.requestID, details: details))
    }

    /// A tenant's administrator who tried another tenant; told in the audit of its own.
    func refused(_ administrator: AuthenticatedAdministrator, reach tenant: TenantID, requestID: String) async throws {
        guard let own = administrator.tenant else { return }
        try await recordNow(
            AuditEvent(
                tenant: own, time: clock(), kind: .admin, subject: administrator.subject, action: "tenant.enter",
                resource: "tenant:\(tenant)", outcome: .denied, reason: "an administrator of one tenant has no access to another",
                requestID: requestID))
    }
}
