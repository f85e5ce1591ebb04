import Foundation
import GRDB

extension Store {
    /// Queues an event; it is on the disk within 50 ms.
    package func record(_ event: AuditEvent) throws(AuditQueueFull) {
        try audit.append(event)
    }

    /// Queues several events, or none.
    package func record(_ events: [AuditEvent]) throws(AuditQueueFull) {
        try audit.append(events)
    }

    /// Returns once everything recorded before is on the disk.
    package func flushAudit() async throws {
        try await audit.flush()
    }

    /// How many events wait to be written.
    package var auditQueueLength: Int { audit.count }

    /// Newest first.
    package func auditEvents(_ tenant: TenantID, _ filter: AuditFilter, limit: Int) async throws -> [StoredAuditEvent] {
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
        let sql = """
            SELECT * FROM audit_events WHERE \(conditions.joined(separator: " AND ")) ORDER BY sequence DESC LIMIT \(min(max(limit, 1), 1000))
            """
        let bound = arguments
        return try await pool.read { database in
            try Row.fetchAll(database, sql: sql, arguments: bound).map { try StoredAuditEvent(row: $0, tenant: tenant) }
        }
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
