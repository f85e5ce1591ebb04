import Foundation
import GRDB

/// The statements of one transaction that writes events.
///
/// An event is written for each access decision, so what is stored is put together without a value or a copy in between.
struct AuditTable {
    private let database: Database
    private let insertion: RawStatement
    private let blockInsertion: RawStatement
    private let blockEventsInsertion: RawStatement
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
        blockInsertion = try RawStatement(
            """
            INSERT INTO audit_blocks (tenant_id, last_sequence, first_sequence, allowed_count, subjects, requests)
            VALUES (?, ?, ?, ?, ?, ?)
            """, in: database)
        blockEventsInsertion = try RawStatement(
            "INSERT INTO audit_block_events (tenant_id, last_sequence, events) VALUES (?, ?, ?)", in: database)
    }

    /// In their order for each tenant; decisions that follow one another go into blocks.
    mutating func insert(_ entries: [AuditEntry]) throws {
        guard let first = entries.first?.tenant else { return }
        if entries.allSatisfy({ $0.tenant == first }) {
            try insert(entries, of: first)
        } else {
            for (tenant, entries) in Dictionary(grouping: entries, by: \.tenant) { try insert(entries, of: tenant) }
        }
    }

    private mutating func insert(_ entries: [AuditEntry], of tenant: TenantID) throws {
        if self.tenant != tenant { try change(to: tenant) }
        var places: [AuditPlace] = []
        for (number, entry) in entries.enumerated() {
            for item in 0..<entry.count { places.append(AuditPlace(entry: number, item: item)) }
        }
        var rest = places[...]
        while let next = rest.first {
            let block = rest.prefix(AuditBlock.limit).prefix { entries[$0.entry].isDecision }
            if block.count >= AuditBlock.smallest {
                try insert(AuditBlock(entries, block), of: tenant)
                rest = rest.dropFirst(block.count)
            } else {
                try insert(entries[next.entry].event(next.item))
                rest = rest.dropFirst()
            }
        }
    }

    private mutating func insert(_ block: AuditBlock, of tenant: TenantID) throws {
        let first = sequence + 1
        sequence += Int64(block.count)
        blockInsertion.bind(1, tenant.rawValue)
        blockInsertion.bind(2, sequence)
        blockInsertion.bind(3, first)
        blockInsertion.bind(4, Int64(block.allowedCount))
        blockInsertion.bind(5, blob: block.subjects.bytes)
        blockInsertion.bind(6, blob: block.requests.bytes)
        try blockInsertion.run()
        blockEventsInsertion.bind(1, tenant.rawValue)
        blockEventsInsertion.bind(2, sequence)
        blockEventsInsertion.bind(3, blob: block.bytes)
        try blockEventsInsertion.run()
    }

    private mutating func insert(_ event: AuditEvent) throws {
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
        let row = try RawStatement(
            """
            SELECT max(coalesce((SELECT max(sequence) FROM audit_events WHERE tenant_id = ?1), 0),
                coalesce((SELECT max(last_sequence) FROM audit_blocks WHERE tenant_id = ?1), 0))
            """, in: database)
        row.bind(1, tenant.rawValue)
        defer { row.reset() }
        return try row.step() ? row.integer(0) : 0
    }
}
