package import Foundation
import GRDB
package import Permissions

extension Store {
    /// Changes in the order in which they happened, from the oldest that is kept without `after`. A nil filter wants all types.
    ///
    /// Throws `historyPruned` from before what is kept, and `revisionUnknown` from the future.
    package func changes(
        _ tenant: TenantID, after: ChangePosition? = nil, limit: Int, objectTypes: Set<String>? = nil
    ) async throws -> ChangePage {
        let query = ChangeQuery(tenant: tenant, after: after, limit: min(max(limit, 1), 1_000), objectTypes: objectTypes)
        return try await pool.read { try query.read(from: $0) }
    }

    /// The same, from everything of a revision on.
    package func changes(
        _ tenant: TenantID, after revision: Revision, limit: Int, objectTypes: Set<String>? = nil
    ) async throws -> ChangePage {
        try await changes(tenant, after: ChangePosition(after: revision), limit: limit, objectTypes: objectTypes)
    }

    /// An element whenever there is a new revision: the newest only, however long the watcher was busy. It ends when the store is closed.
    ///
    /// To miss nothing, a watcher takes the stream first, then reads `changes` to their end, and again after each element.
    package func changeSignal(_ tenant: TenantID) -> AsyncStream<Revision> {
        signals.stream(tenant)
    }

    /// Forgets the changes that happened before a time, and answers the revision after which all are kept.
    ///
    /// Whole revisions go, up to the first that has a later change, so that what is kept has no gaps.
    @discardableResult
    package func pruneChanges(_ tenant: TenantID, before time: Date) async throws -> Revision {
        let floor = try await write { database in
            let old = try ChangeQuery.floor(tenant, in: database)
            let revision = try Self.revision(tenant, in: database)
            let kept = try Int64.fetchOne(
                database,
                sql: """
                    SELECT revision FROM relationship_changes WHERE tenant_id = ? AND revision > ? AND changed_at >= ?
                    ORDER BY revision LIMIT 1
                    """,
                arguments: [tenant.rawValue, Int64(old.rawValue), Column.time(time)])
            let floor = max(old, kept.map { Revision(rawValue: UInt64($0) - 1) } ?? revision)
            try database.execute(
                sql: "UPDATE tenants SET history_floor = ? WHERE tenant_id = ?", arguments: [Int64(floor.rawValue), tenant.rawValue])
            return floor
        }
        // The floor hides them at once; the rows go in portions, so that writers wait for one portion at most.
        while try await !deletePortion(tenant, through: floor) {}
        return floor
    }

    private static let pruningPortion = 10_000

    /// True when nothing is left.
    private func deletePortion(_ tenant: TenantID, through floor: Revision) async throws -> Bool {
        try await write { database in
            let boundary = try Int64.fetchOne(
                database,
                sql: "SELECT revision FROM relationship_changes WHERE tenant_id = ? AND revision <= ? ORDER BY revision LIMIT 1 OFFSET ?",
                arguments: [tenant.rawValue, Int64(floor.rawValue), Self.pruningPortion])
            try database.execute(
                sql: "DELETE FROM relationship_changes WHERE tenant_id = ? AND revision <= ?",
                arguments: [tenant.rawValue, boundary ?? Int64(floor.rawValue)])
            return boundary == nil
        }
    }
}
