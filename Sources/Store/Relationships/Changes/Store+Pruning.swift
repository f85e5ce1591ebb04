package import Foundation
import GRDB
package import Permissions

extension Store {
    /// Rows of the history that one transaction deletes; writers wait for one at most.
    static let pruningPortion = 2_000

    /// Forgets the changes that happened before a time, and answers the revision after which all are kept.
    ///
    /// Whole revisions go, up to the first that has a later change, so that what is kept has no gaps.
    @discardableResult
    package func pruneChanges(_ tenant: TenantID, before time: Date, portion: Int = pruningPortion) async throws -> Revision {
        while true {
            let pruning = try await write { try Pruning(tenant, before: time, portion: portion, in: $0) }
            counts.add(pruning.rowCount, to: \.prunedChanges)
            if pruning.isComplete { return pruning.floor }
        }
    }

    /// The tenants that have changes from before a time.
    func tenantsToPrune(before time: Date) async throws -> [TenantID] {
        try await pool.reading { database in
            // The first row tells, since revisions and times grow together.
            try String.fetchAll(
                database,
                sql: """
                    SELECT tenant_id FROM tenants WHERE ? > (
                        SELECT CASE WHEN revision <= history_floor THEN -1 ELSE changed_at END FROM relationship_changes
                            WHERE relationship_changes.tenant_id = tenants.tenant_id ORDER BY revision, position LIMIT 1)
                    """,
                arguments: [Column.time(time)]
            ).map { try TenantID($0) }
        }
    }
}

/// One step of forgetting: the oldest revisions of a tenant, about as many rows as a portion has.
private struct Pruning: Sendable {
    /// Changes up to this revision are gone.
    let floor: Revision
    let rowCount: Int
    let isComplete: Bool

    init(_ tenant: TenantID, before time: Date, portion: Int, in database: Database) throws {
        let old = try ChangeQuery.floor(tenant, in: database)
        let (last, isComplete) = try Self.oldest(tenant, before: time, floor: old, portion: portion, in: database)
        self.isComplete = isComplete
        floor = max(old, last)
        // The floor hides them in the same transaction in which they go.
        try database.execute(
            sql: "UPDATE tenants SET history_floor = ? WHERE tenant_id = ?", arguments: [Int64(floor.rawValue), tenant.rawValue])
        try database.execute(
            sql: "DELETE FROM relationship_changes WHERE tenant_id = ? AND revision <= ?",
            arguments: [tenant.rawValue, Int64(last.rawValue)])
        rowCount = database.changesCount
    }

    /// The last of the oldest revisions that may go, and whether no more may.
    private static func oldest(
        _ tenant: TenantID, before time: Date, floor: Revision, portion: Int, in database: Database
    ) throws -> (last: Revision, isComplete: Bool) {
        let row = try RawStatement(
            "SELECT revision, changed_at FROM relationship_changes WHERE tenant_id = ? ORDER BY revision, position", in: database)
        row.bind(1, tenant.rawValue)
        defer { row.reset() }
        var last = Revision(rawValue: 0)
        var count = 0
        while try row.step() {
            let revision = Revision(rawValue: UInt64(row.integer(0)))
            guard revision <= floor || row.number(1) < Column.time(time) else { return (last, true) }
            if count >= portion, revision > last { return (last, false) }
            last = revision
            count += 1
        }
        return (last, true)
    }
}
