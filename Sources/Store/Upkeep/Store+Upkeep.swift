import Foundation
import GRDB
import Permissions

extension Store {
    /// Relationships that one transaction of upkeep deletes.
    static let expiryPortion = 1_000

    /// Does all that is due at a time. What fails is reported and left to the next time, and keeps nothing else from being done.
    func keepUp(at time: Date) async {
        await reporting {
            for tenant in try await tenantsWithExpired(at: time) { await reporting { try await deleteExpired(tenant, at: time) } }
        }
        guard let retention = configuration.historyRetention else { return }
        let end = time.addingTimeInterval(-retention)
        await reporting {
            for tenant in try await tenantsToPrune(before: end) { await reporting { try await pruneHistory(tenant, before: end) } }
        }
    }

    private func reporting(_ work: () async throws -> Void) async {
        do {
            try Task.checkCancellation()
            try await work()
        } catch is CancellationError {
            return
        } catch {
            configuration.onUpkeep?(.failed((error as? StoreError)?.message ?? String(describing: error)))
        }
    }

    private func deleteExpired(_ tenant: TenantID, at time: Date) async throws {
        while true {
            try Task.checkCancellation()
            let deletion = try await deleteExpired(tenant, limit: Self.expiryPortion, at: time)
            guard deletion.deletedCount > 0 else { return }
            counts.add(deletion.deletedCount, to: \.expiredRelationships)
            audit.appendDone(Self.event(deletion, of: tenant, at: time))
            configuration.onUpkeep?(.deletedExpired(tenant, count: deletion.deletedCount, revision: deletion.revision))
            if deletion.isComplete { return }
        }
    }

    private func pruneHistory(_ tenant: TenantID, before end: Date) async throws {
        configuration.onUpkeep?(.prunedHistory(tenant, through: try await pruneChanges(tenant, before: end)))
    }

    private static func event(_ deletion: RelationshipDeletion, of tenant: TenantID, at time: Date) -> AuditEvent {
        AuditEvent(
            tenant: tenant, time: time, kind: .grant, action: "relationship.expire", resource: "tenant:\(tenant)", outcome: .succeeded,
            reason: "the relationships have expired",
            details: ["deleted": String(deletion.deletedCount), "revision": deletion.revision.description])
    }

    private func tenantsWithExpired(at time: Date) async throws -> [TenantID] {
        try await pool.reading { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT tenant_id FROM tenants WHERE EXISTS (
                        SELECT 1 FROM relationships WHERE relationships.tenant_id = tenants.tenant_id AND expires_at <= ?)
                    """,
                arguments: [Column.time(time)]
            ).map { try TenantID($0) }
        }
    }
}
