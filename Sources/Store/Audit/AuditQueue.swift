import Foundation
import GRDB
import Synchronization

/// Events on their way to the disk: a bounded queue, written every 50 ms in one transaction.
final class AuditQueue: Sendable {
    static let capacity = 65_536
    static let interval = Duration.milliseconds(50)

    private struct State {
        var waiting: [AuditEvent] = []
        var writer: Task<Void, Never>?
    }

    private let pool: DatabasePool
    private let state = Mutex(State())
    private let sequences = Mutex<[TenantID: Int64]>([:])

    init(pool: DatabasePool) {
        self.pool = pool
    }

    var count: Int { state.withLock { $0.waiting.count } }

    /// Throws when the queue is full: what cannot be recorded must not be decided.
    func append(_ event: AuditEvent) throws(AuditQueueFull) {
        let isFull = state.withLock { state in
            guard state.waiting.count < Self.capacity else { return true }
            state.waiting.append(event)
            return false
        }
        if isFull { throw AuditQueueFull() }
    }

    /// All of them, or none.
    func append(_ events: [AuditEvent]) throws(AuditQueueFull) {
        let isFull = state.withLock { state in
            guard state.waiting.count + events.count <= Self.capacity else { return true }
            state.waiting += events
            return false
        }
        if isFull { throw AuditQueueFull() }
    }

    func start() {
        let writer = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                // A failed write puts the events back and the next round tries again; meanwhile the queue fills and decisions stop.
                try? await self?.flush()
            }
        }
        state.withLock { $0.writer = writer }
    }

    func stop() async {
        let writer = state.withLock { state in
            defer { state.writer = nil }
            return state.writer
        }
        writer?.cancel()
        await writer?.value
    }

    func flush() async throws {
        // INVARIANT: `write` runs one at a time, so events of one tenant keep the order in which they were recorded.
        // The commit is inside the `do`: events whose commit fails go back as well, instead of being forgotten.
        try await pool.writeWithoutTransaction { [self] database in
            let events = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            guard !events.isEmpty else { return }
            do {
                try database.inTransaction(.immediate) {
                    try insert(events, into: database)
                    return .commit
                }
            } catch {
                state.withLock { $0.waiting = events + $0.waiting }
                sequences.withLock { $0 = [:] }
                throw error
            }
        }
    }

    private func insert(_ events: [AuditEvent], into database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO audit_events
                    (tenant_id, sequence, time, kind, subject, agent, action, resource, outcome, reason, decision_id, request_id, details)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for event in events {
            let details = Self.json(event.details)
            try statement.execute(
                arguments: [
                    event.tenant.rawValue, try nextSequence(event.tenant, in: database), Column.time(event.time), event.kind.rawValue,
                    event.subject, event.agent, event.action, event.resource, event.outcome.rawValue, event.reason, event.decisionID,
                    event.requestID, details,
                ])
        }
    }

    /// An object of texts, by hand: this runs once for each decision, and an encoder costs more than the rest of the row.
    private static func json(_ details: [String: String]) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for (index, entry) in details.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(entry.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(entry.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Quotes, backslashes and control characters are the only bytes of UTF-8 that JSON does not take as they are (RFC 8259 section 7).
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func nextSequence(_ tenant: TenantID, in database: Database) throws -> Int64 {
        if let known = sequences.withLock({ $0[tenant] }) {
            sequences.withLock { $0[tenant] = known + 1 }
            return known + 1
        }
        let last = try Int64.fetchOne(
            database, sql: "SELECT max(sequence) FROM audit_events WHERE tenant_id = ?", arguments: [tenant.rawValue])
        let next = (last ?? 0) + 1
        sequences.withLock { $0[tenant] = next }
        return next
    }
}
