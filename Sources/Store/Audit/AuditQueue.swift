import Foundation
import GRDB
import Synchronization

/// Events on their way to the disk: a bounded queue, written at least every 50 ms in portions of one transaction each.
final class AuditQueue: Sendable {
    static let capacity = 65_536
    /// How often the few events of a quiet time are written, and how often those that come in numbers: written in short pieces they keep
    /// no processor core for long from who answers meanwhile.
    static let (interval, shortInterval) = (Duration.milliseconds(50), Duration.milliseconds(10))
    static let manyEvents = 128

    struct Bounds: Sendable {
        /// Events that may wait.
        var capacity = AuditQueue.capacity
        /// Events of one transaction; relationships are written between two of them.
        var portion = 8_192
        /// Callers who may wait for room.
        var callers = 4_096
        /// How long each of them does, which is several times what the writer needs for a full queue.
        var patience = Duration.milliseconds(250)
    }

    struct State {
        var backlog = AuditBacklog()
        var line = AuditLine()
        var writer: Task<Void, Never>?
    }

    private let pool: DatabasePool
    let bounds: Bounds
    let state = Mutex(State())
    /// The last number of each tenant on the disk.
    private let sequences = Mutex<[TenantID: Int64]>([:])

    init(pool: DatabasePool, bounds: Bounds = Bounds()) {
        self.pool = pool
        self.bounds = bounds
    }

    /// Events that are not on the disk yet.
    var count: Int { state.withLock { $0.backlog.count } }

    /// All of them, or none when the queue is full, or others wait for room already: what cannot be recorded must not be decided.
    func append(_ entries: some Collection<AuditEntry>) throws(AuditQueueFull) {
        let count = entries.reduce(0) { $0 + $1.count }
        let isTaken = state.withLock { state in
            guard state.line.count == 0, state.backlog.count + count <= bounds.capacity else { return false }
            for entry in entries { state.backlog.append(entry) }
            return true
        }
        if !isTaken { throw AuditQueueFull() }
    }

    /// The same for one entry of so many events.
    func append(_ entry: consuming AuditEntry, count: Int) throws(AuditQueueFull) {
        let isTaken = state.withLock { state in
            guard state.line.count == 0, state.backlog.count + count <= bounds.capacity else { return false }
            state.backlog.append(entry)
            return true
        }
        if !isTaken { throw AuditQueueFull() }
    }

    /// For what has been done and cannot be refused any more. Whoever records it waits for the disk, which bounds how much of it there is.
    func appendDone(_ event: AuditEvent) {
        state.withLock { $0.backlog.append(.event(event)) }
    }

    func start() {
        let writer = Task { [weak self] in
            var isWritten = true
            while !Task.isCancelled {
                // Events that have come in numbers while others were written do not wait again.
                if !isWritten || self?.isNearlyEmpty != false {
                    try? await Task.sleep(for: Self.shortInterval)
                    if !isWritten || self?.hasMany != true { try? await Task.sleep(for: Self.interval - Self.shortInterval) }
                }
                // What a failed write leaves is tried again in the next round; meanwhile the queue fills and decisions stop.
                isWritten = await (try? self?.flush()) != nil
            }
        }
        state.withLock { $0.writer = writer }
    }

    private var isNearlyEmpty: Bool { count < bounds.capacity / 4 }
    private var hasMany: Bool { count >= Self.manyEvents }

    func stop() async {
        let writer = state.withLock { state in
            defer { state.writer = nil }
            return state.writer
        }
        writer?.cancel()
        await writer?.value
    }

    /// Returns once everything that was there when it was called is on the disk.
    func flush() async throws {
        let end = state.withLock { $0.backlog.entered }
        while state.withLock({ $0.backlog.written < end }) { try await writePortion() }
    }

    private func writePortion() async throws {
        // INVARIANT: `write` runs one at a time, so events of one tenant keep the order in which they were recorded. A portion leaves the
        // queue after its commit only, so that none is forgotten when that fails.
        try await pool.writeWithoutTransaction { [self] database in
            let portion = state.withLock { $0.backlog.portion(of: bounds.portion) }
            guard !portion.isEmpty else { return }
            do {
                var table = try AuditTable(database, sequences: sequences.withLock { $0 })
                try database.inGatheredTransaction { try table.insert(Array(portion)) }
                let last = table.lastSequences()
                sequences.withLock { $0 = last }
            } catch {
                sequences.withLock { $0 = [:] }
                throw error
            }
            state.withLock { $0.backlog.remove(portion) }
            admitCallers()
        }
    }
}
