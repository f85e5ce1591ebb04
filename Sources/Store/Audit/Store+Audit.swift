import GRDB

extension Store {
    /// Queues an event; it is on the disk within 50 ms.
    package func record(_ event: AuditEvent) throws(AuditQueueFull) {
        try audit.append(.event(event))
    }

    /// Queues several events, or none.
    package func record(_ events: [AuditEvent]) throws(AuditQueueFull) {
        try audit.append(events)
    }

    /// Queues the decisions about one request, or none.
    package func record(_ decisions: DecisionBatch) throws(AuditQueueFull) {
        try audit.append(.decisions(decisions))
    }

    /// Returns once everything recorded before is on the disk.
    package func flushAudit() async throws {
        try await audit.flush()
    }

    /// How many events wait to be written.
    package var auditQueueLength: Int { audit.count }

    /// Newest first.
    package func auditEvents(_ tenant: TenantID, _ filter: AuditFilter, limit: Int) async throws -> [StoredAuditEvent] {
        let query = AuditQuery(tenant: tenant, filter: filter, limit: min(max(limit, 1), 1000))
        return try await pool.read { try query.read(from: $0) }
    }
}
