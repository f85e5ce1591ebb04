import Foundation
import GRDB
import Synchronization

/// Events on their way to the disk: a bounded queue, written every 50 ms in one transaction.
final class AuditQueue: Sendable {
    static let capacity = 65_536
    static let interval = Duration.milliseconds(50)

    private struct State {
        var waiting: [AuditEntry] = []
        /// How many events they are.
        var count = 0
        var writer: Task<Void, Never>?
    }

    private let pool: DatabasePool
    private let state = Mutex(State())
    /// The last number of each tenant on the disk.
    private let sequences = Mutex<[TenantID: Int64]>([:])

    init(pool: DatabasePool) {
        self.pool = pool
    }

    var count: Int { state.withLock { $0.count } }

    /// Throws when the queue is full: what cannot be recorded must not be decided.
    func append(_ entry: AuditEntry) throws(AuditQueueFull) {
        let count = entry.count
        let isFull = state.withLock { state in
            guard state.count + count <= Self.capacity else { return true }
            state.waiting.append(entry)
            state.count += count
            return false
        }
        if isFull { throw AuditQueueFull() }
    }

    /// All of them, or none.
    func append(_ events: [AuditEvent]) throws(AuditQueueFull) {
        let isFull = state.withLock { state in
            guard state.count + events.count <= Self.capacity else { return true }
            state.waiting += events.lazy.map(AuditEntry.event)
            state.count += events.count
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
            let (entries, count) = state.withLock { state in
                defer {
                    state.waiting = []
                    state.count = 0
                }
                return (state.waiting, state.count)
            }
            guard !entries.isEmpty else { return }
            do {
                var table = try AuditTable(database, sequences: sequences.withLock { $0 })
                try database.inTransaction(.immediate) {
                    try table.insert(entries)
                    return .commit
                }
                let last = table.lastSequences()
                sequences.withLock { $0 = last }
            } catch {
                state.withLock { state in
                    state.waiting = entries + state.waiting
                    state.count += count
                }
                sequences.withLock { $0 = [:] }
                throw error
            }
        }
    }
}
