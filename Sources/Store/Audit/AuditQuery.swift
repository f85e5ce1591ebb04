import Foundation
import GRDB

/// Reads events newest first, from rows of one event and from blocks of many.
struct AuditQuery {
    let tenant: TenantID
    let filter: AuditFilter
    let limit: Int

    func read(from database: Database) throws -> [StoredAuditEvent] {
        let rows = try rows(in: database)
        // Nothing older than the last row can be wanted where the rows alone fill the page.
        let packed = try packed(newerThan: rows.count == limit ? rows.last?.sequence : nil, in: database)
        guard !packed.isEmpty else { return rows }
        return Array((rows + packed).sorted { $0.sequence > $1.sequence }.prefix(limit))
    }

    private func rows(in database: Database) throws -> [StoredAuditEvent] {
        var conditions = ["tenant_id = ?"]
        var arguments = StatementArguments([tenant.rawValue])
        func require(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        require("kind = ?", filter.kind?.rawValue)
        require("subject = ?", filter.subject)
        require("outcome = ?", filter.outcome?.rawValue)
        require("request_id = ?", filter.requestID)
        require("sequence < ?", filter.before)
        let sql = "SELECT * FROM audit_events WHERE \(conditions.joined(separator: " AND ")) ORDER BY sequence DESC LIMIT \(limit)"
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map { try StoredAuditEvent(row: $0, tenant: tenant) }
    }

    private func packed(newerThan oldest: Int64?, in database: Database) throws -> [StoredAuditEvent] {
        guard filter.kind ?? .decision == .decision else { return [] }
        let before = filter.before ?? .max
        let block = try RawStatement(
            """
            SELECT last_sequence, first_sequence, allowed_count, subjects, requests FROM audit_blocks
            WHERE tenant_id = ? AND last_sequence > ? AND last_sequence < ? AND first_sequence < ? ORDER BY last_sequence DESC
            """, in: database)
        block.bind(1, tenant.rawValue)
        block.bind(2, oldest ?? 0)
        let (end, isBeyond) = before.addingReportingOverflow(Int64(AuditBlock.limit))
        block.bind(3, isBeyond ? .max : end)
        block.bind(4, before)
        defer { block.reset() }
        var found: [StoredAuditEvent] = []
        while found.count < limit, try block.step() {
            guard mayContain(block) else { continue }
            let events = try events(last: block.integer(0), first: block.integer(1), in: database)
            found += events.reversed().lazy.filter { $0.sequence < before && matches($0.event) }
        }
        return found
    }

    private func mayContain(_ block: RawStatement) -> Bool {
        let count = block.integer(0) - block.integer(1) + 1
        let allowedCount = block.integer(2)
        switch filter.outcome {
        case nil: break
        case .allowed: guard allowedCount > 0 else { return false }
        case .denied, .failed: guard allowedCount < count else { return false }
        case .succeeded: return false
        }
        if let subject = filter.subject, !TextFilter.mayContain(subject, in: block.blob(3)) { return false }
        if let request = filter.requestID, !TextFilter.mayContain(request, in: block.blob(4)) { return false }
        return true
    }

    private func events(last: Int64, first: Int64, in database: Database) throws -> [StoredAuditEvent] {
        let row = try RawStatement("SELECT events FROM audit_block_events WHERE tenant_id = ? AND last_sequence = ?", in: database)
        row.bind(1, tenant.rawValue)
        row.bind(2, last)
        defer { row.reset() }
        guard try row.step() else { throw StoreError.failed("a block of audit events is missing") }
        let events = try AuditBlockReader.events(row.blob(0), of: tenant, from: first)
        guard events.last?.sequence == last else { throw StoreError.failed("a block of audit events is damaged") }
        return events
    }

    private func matches(_ event: AuditEvent) -> Bool {
        (filter.subject.map { event.subject?.utf8.elementsEqual($0.utf8) ?? false } ?? true)
            && (filter.outcome.map { event.outcome == $0 } ?? true)
            && (filter.requestID.map { event.requestID?.utf8.elementsEqual($0.utf8) ?? false } ?? true)
    }
}

extension StoredAuditEvent {
    init(row: Row, tenant: TenantID) throws {
        guard let kind = AuditEvent.Kind(rawValue: row["kind"]), let outcome = AuditEvent.Outcome(rawValue: row["outcome"]) else {
            throw StoreError.failed("an audit event of an unknown kind is stored")
        }
        self.init(
            sequence: row["sequence"],
            event: AuditEvent(
                tenant: tenant, time: row.date("time"), kind: kind, subject: row["subject"], agent: row["agent"], action: row["action"],
                resource: row["resource"], outcome: outcome, reason: row["reason"], decisionID: row["decision_id"],
                requestID: row["request_id"], details: try Column.json([String: String].self, row["details"])))
    }
}
