import Foundation
import GRDB
import Permissions

/// Reads a part of the history, inside one read transaction.
struct ChangeQuery {
    let tenant: TenantID
    let after: ChangePosition?
    let limit: Int
    let filter: ChangeFilter
    /// What happened earlier is passed by.
    let since: Date?

    /// Rows that one page may pass by on its way to those that are wanted.
    static let scanLimit = 5_000

    func read(from database: Database) throws -> ChangePage {
        let revision = try Store.revision(tenant, in: database)
        let floor = try Self.floor(tenant, in: database)
        var start = after ?? ChangePosition(after: floor)
        guard start.revision >= floor else { throw StoreError.historyPruned(oldest: floor) }
        guard start.revision <= revision else { throw StoreError.revisionUnknown(start.revision) }
        if let since { start = max(start, try place(before: since, from: start, in: database) ?? ChangePosition(after: revision)) }
        let row = try statement(from: start, in: database)
        defer { row.reset() }
        var page = Page(next: start)
        for _ in 0..<Self.scanLimit {
            guard try row.step() else {
                // INVARIANT: what this transaction saw is complete up to its revision, and a later change has a later revision.
                return ChangePage(changes: page.changes, next: max(page.next, ChangePosition(after: revision)), hasMore: false)
            }
            guard try add(row, to: &page, after: start) else { break }
        }
        return ChangePage(changes: page.changes, next: page.next, hasMore: true)
    }

    private struct Page {
        var changes: [RelationshipChangeRecord] = []
        var next: ChangePosition
    }

    /// Adds the changes of a row, which holds one for each of its lines; false when the page is full.
    private func add(_ row: RawStatement, to page: inout Page, after start: ChangePosition) throws -> Bool {
        var place = ChangePosition(revision: Revision(rawValue: UInt64(row.integer(0))), position: Int(row.integer(1)))
        for line in row.text(3).split(separator: "\n") {
            if place > start {
                let isWanted = try filter.accepts(line) && since.map { Column.time($0) <= row.number(7) } ?? true
                guard !isWanted || page.changes.count < limit else { return false }
                page.next = place
                if isWanted {
                    var relationship = try Relationship(parsing: String(line))
                    relationship.condition = try RelationshipRow.condition(row.optionalText(4), row.optionalText(5))
                    relationship.expiresAt = Column.expiry(row.optionalNumber(6))
                    page.changes.append(try record(relationship, place, row))
                }
            }
            place = ChangePosition(revision: place.revision, position: place.position + 1)
        }
        return true
    }

    /// The place before the first revision from a time on; nil when there is none.
    private func place(before time: Date, from start: ChangePosition, in database: Database) throws -> ChangePosition? {
        let row = try RawStatement(
            """
            SELECT revision FROM relationship_changes WHERE tenant_id = ? AND revision >= ? AND changed_at >= ? ORDER BY revision LIMIT 1
            """, in: database)
        row.bind(1, tenant.rawValue)
        row.bind(2, Int64(start.revision.rawValue))
        row.bind(3, Column.time(time))
        defer { row.reset() }
        return try row.step() ? ChangePosition(after: Revision(rawValue: UInt64(row.integer(0) - 1))) : nil
    }

    private func record(_ relationship: Relationship, _ place: ChangePosition, _ row: RawStatement) throws -> RelationshipChangeRecord {
        guard let operation = RelationshipChangeRecord.Operation(rawValue: row.text(2)) else {
            throw StoreError.failed("a change of an unknown kind is stored")
        }
        return RelationshipChangeRecord(
            revision: place.revision, position: place.position, operation: operation, relationship: relationship,
            changedAt: Column.time(row.number(7)))
    }

    private func statement(from start: ChangePosition, in database: Database) throws -> RawStatement {
        let row = try RawStatement(
            """
            SELECT revision, position, operation, relationship, condition_name, condition_context, expires_at, changed_at
            FROM relationship_changes WHERE tenant_id = ? AND (revision, position) > (?, ?) ORDER BY revision, position
            """, in: database)
        row.bind(1, tenant.rawValue)
        row.bind(2, Int64(start.revision.rawValue))
        // The row before may hold lines after the place.
        row.bind(3, Int64(start.position - HistoryRow.lineLimit))
        return row
    }

    /// Changes up to this revision are not kept.
    static func floor(_ tenant: TenantID, in database: Database) throws -> Revision {
        let row = try RawStatement("SELECT history_floor FROM tenants WHERE tenant_id = ?", in: database)
        row.bind(1, tenant.rawValue)
        defer { row.reset() }
        guard try row.step() else { throw StoreError.notFound(kind: "tenant", id: tenant.rawValue) }
        return Revision(rawValue: UInt64(row.integer(0)))
    }
}
