import GRDB

extension Store {
    /// Queues an event; it is on the disk within 50 ms.
    package func record(_ event: AuditEvent) throws(AuditQueueFull) {
        try audit.append(CollectionOfOne(.event(event)))
    }

    /// Queues several events, or none.
    package func record(_ events: [AuditEvent]) throws(AuditQueueFull) {
        try audit.append(events.lazy.map(AuditEntry.event))
    }

    /// Queues the decisions about one request, or none.
    package func record(_ decisions: DecisionBatch) throws(AuditQueueFull) {
        try audit.append(.decisions(decisions), count: decisions.items.count)
    }

    /// Queues an event as soon as the queue has room, which it waits for a moment.
    package func recordWhenThereIsRoom(_ event: AuditEvent) async throws(AuditQueueFull) {
        try await audit.appendWhenThereIsRoom([.event(event)])
    }

    /// The same for several events, or none.
    package func recordWhenThereIsRoom(_ events: [AuditEvent]) async throws(AuditQueueFull) {
        try await audit.appendWhenThereIsRoom(events.map(AuditEntry.event))
    }

    /// Records what has been done, however full the queue is, and returns once it is on the disk.
    ///
    /// Where that fails it is still queued, and is written with what follows.
    package func recordDone(_ event: AuditEvent) async throws {
        audit.appendDone(event)
        try await audit.flush()
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
        return try await pool.reading { try query.read(from: $0) }
    }
}
