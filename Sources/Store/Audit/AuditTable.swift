import Foundation
import GRDB

/// The statement of one transaction that writes events.
///
/// An event is written for each access decision, so its row is put together without a value or a copy in between.
struct AuditTable {
    private let database: Database
    private let insertion: RawStatement
    private var texts = RowTexts()
    /// The tenant of the event before, and its last number.
    private var tenant: TenantID?
    private var sequence: Int64 = 0
    /// The last numbers of the other tenants.
    private var sequences: [TenantID: Int64]

    init(_ database: Database, sequences: [TenantID: Int64]) throws {
        self.database = database
        self.sequences = sequences
        insertion = try RawStatement(
            """
            INSERT INTO audit_events
                (tenant_id, sequence, time, kind, subject, agent, action, resource, outcome, reason, decision_id, request_id, details)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: database)
    }

    mutating func insert(_ event: AuditEvent) throws {
        if tenant != event.tenant { try change(to: event.tenant) }
        sequence += 1
        texts.append(1, event.tenant.rawValue)
        insertion.bind(2, sequence)
        insertion.bind(3, Column.time(event.time))
        texts.append(4, event.kind.rawValue)
        append(5, event.subject)
        append(6, event.agent)
        append(7, event.action)
        append(8, event.resource)
        texts.append(9, event.outcome.rawValue)
        texts.append(10, event.reason)
        append(11, event.decisionID)
        append(12, event.requestID)
        texts.append(13) { AuditDetails.append(event.details, to: &$0) }
        try texts.run(insertion)
    }

    /// The last number of each tenant, known for the next transaction once this one is committed.
    func lastSequences() -> [TenantID: Int64] {
        var all = sequences
        if let tenant { all[tenant] = sequence }
        return all
    }

    /// Nothing is bound before, so a text that is not there is a NULL.
    private mutating func append(_ position: Int32, _ text: String?) {
        if let text { texts.append(position, text) }
    }

    private mutating func change(to next: TenantID) throws {
        sequences = lastSequences()
        sequence = try sequences[next] ?? last(next)
        tenant = next
    }

    private func last(_ tenant: TenantID) throws -> Int64 {
        let row = try RawStatement("SELECT max(sequence) FROM audit_events WHERE tenant_id = ?", in: database)
        row.bind(1, tenant.rawValue)
        defer { row.reset() }
        return try row.step() ? row.integer(0) : 0
    }
}
