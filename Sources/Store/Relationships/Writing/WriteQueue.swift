import Dispatch
import Foundation
import GRDB
import Permissions
import Synchronization

/// Writes on their way to the disk. Whatever has come in while one transaction was written shares the next, and its one flush of the disk.
///
/// INVARIANT: commit, publish, answer, in this order and on the database's one writer. Killed before the commit, nothing was answered and
/// nothing is there; killed between commit and answer, everything is there and a caller who asks again finds it; and who has been
/// answered finds the write in the graph, because the graph was published before.
final class WriteQueue: Sendable {
    /// Batches that may wait.
    static let capacity = 8_192
    /// Those of one tenant, so that the others find a place whatever it does.
    static let share = capacity / 2
    /// Batches and changes that one transaction carries, to bound how long it holds up the next.
    static let groupBatches = 1_024
    static let groupWeight = 20_000

    private struct Waiting: Sendable {
        let batch: WriteBatch
        let continuation: CheckedContinuation<WriteOutcome, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        /// How many of them each tenant has.
        var counts: [TenantID: Int] = [:]
        var isWriting = false
        /// Batches of the last group, whose callers may be about to come back.
        var answered = 0
        /// How many batches the next group waits for, while it does.
        var awaited: Int?
        var logLength = LogLength.usual

        mutating func leave(_ tenant: TenantID) {
            let count = counts[tenant, default: 1] - 1
            counts[tenant] = count > 0 ? count : nil
        }
    }

    private let pool: DatabasePool
    private let graphs: LiveGraphs
    private let limits: LimitTable
    private let signals: ChangeSignals
    private let state = Mutex(State())
    /// Tells that those are there for whom a group waits.
    private let gathered = DispatchSemaphore(value: 0)

    init(pool: DatabasePool, graphs: LiveGraphs, limits: LimitTable, signals: ChangeSignals) {
        self.pool = pool
        self.graphs = graphs
        self.limits = limits
        self.signals = signals
    }

    /// Batches that wait, without those being written.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Answers after the commit. A caller that is cancelled meanwhile is answered all the same, and the write stands.
    func write(_ batch: WriteBatch) async throws -> WriteOutcome {
        try await withCheckedThrowingContinuation { continuation in
            let (isAccepted, isFirst) = state.withLock { state in
                guard state.waiting.count < Self.capacity, state.counts[batch.tenant, default: 0] < Self.share else {
                    return (false, false)
                }
                state.waiting.append(Waiting(batch: batch, continuation: continuation))
                state.counts[batch.tenant, default: 0] += 1
                if state.waiting.count == state.awaited {
                    state.awaited = nil
                    gathered.signal()
                }
                defer { state.isWriting = true }
                return (true, !state.isWriting)
            }
            guard isAccepted else { return continuation.resume(throwing: StoreError.busy) }
            if isFirst { scheduleGroup() }
        }
    }

    /// To be called when an import has ended, so that no other write has to move what it has left in the log.
    func finishImport() async throws {
        try await pool.writeWithoutTransaction { [self] database in
            guard state.withLock({ $0.logLength }) != .usual else { return }
            try setLogLength(.usual, in: database)
            // Everything is durable already: what cannot be moved now is moved by the next write.
            _ = try? database.checkpoint(.passive)
        }
    }

    private func setLogLength(_ length: LogLength, in database: Database) throws {
        guard state.withLock({ $0.logLength }) != length else { return }
        try length.set(in: database)
        state.withLock { $0.logLength = length }
    }

    private func scheduleGroup() {
        pool.asyncWriteWithoutTransaction { [self] database in
            writeGroup(to: database)
            // Queued again rather than repeated, so that other writers, such as the audit's, have their turn.
            let isDone = state.withLock { state in
                state.isWriting = !state.waiting.isEmpty
                return !state.isWriting
            }
            if !isDone { scheduleGroup() }
        }
    }

    /// Those that one transaction carries. Who comes while the rows of others are written joins them.
    private struct Members {
        var waiting: [Waiting] = []
        var weight = 0
        /// How many of them the transaction knows.
        var knownCount = 0
        /// How many it waits for, until `deadline`.
        let expected: Int
        let deadline = DispatchTime.now() + WriteQueue.gathering

        var isFull: Bool { waiting.count >= WriteQueue.groupBatches || weight >= WriteQueue.groupWeight }
    }

    private static let gathering = DispatchTimeInterval.microseconds(200)
    private static let smallGroup = 4
    /// How many are waited for at once, so that their rows are written while the next ones are on their way.
    private static let handful = 8

    /// Those who were answered just now are about to come back. Without a moment for them two halves of the callers would take turns, and
    /// each flush of the disk serve one half only. One caller alone never waits.
    private func newMembers() -> Members {
        state.withLock { state in
            Members(expected: state.answered < Self.smallGroup ? 0 : (state.answered + state.waiting.count) * 3 / 4)
        }
    }

    /// Those whom the transaction does not know yet; waits for some while less are there than expected.
    private func join(_ members: inout Members) -> ArraySlice<Waiting> {
        if members.knownCount == members.waiting.count { take(&members) }
        if members.knownCount == members.waiting.count, members.knownCount < members.expected {
            wait(for: min(members.expected - members.knownCount, Self.handful), until: members.deadline)
            take(&members)
        }
        defer { members.knownCount = members.waiting.count }
        return members.waiting[members.knownCount...]
    }

    private func take(_ members: inout Members) {
        state.withLock { state in
            var count = 0
            while count < state.waiting.count, !members.isFull {
                let waiting = state.waiting[count]
                members.waiting.append(waiting)
                members.weight += waiting.batch.weight
                state.leave(waiting.batch.tenant)
                count += 1
            }
            state.waiting.removeFirst(count)
            state.answered = members.waiting.count
        }
    }

    private func wait(for count: Int, until deadline: DispatchTime) {
        let mustWait = state.withLock { state in
            guard state.waiting.count < count else { return false }
            state.awaited = count
            return true
        }
        guard mustWait, gathered.wait(timeout: deadline) == .timedOut else { return }
        let isTold = state.withLock { state in
            defer { state.awaited = nil }
            return state.awaited == nil
        }
        // Told at the last moment, which the next wait must not take for its own.
        if isTold { gathered.wait() }
    }

    private func writeGroup(to database: Database) {
        var members = newMembers()
        // Before the transaction begins: when it cannot, it is they who are told.
        take(&members)
        do {
            let (results, replaced) = try commit(to: database) { join(&members) }
            for (waiting, result) in zip(members.waiting, results) { waiting.continuation.resume(with: result) }
            // Not before: to take the graphs apart that were replaced takes as long as to make the new ones.
            withExtendedLifetime(replaced) {}
        } catch  where members.waiting.count > 1 && members.knownCount > 0 {
            // One of them broke the transaction; each alone shows which, and the others are written.
            for waiting in members.waiting { write(waiting, to: database) }
        } catch {
            for waiting in members.waiting { waiting.continuation.resume(throwing: Self.reason(error)) }
        }
    }

    private func write(_ waiting: Waiting, to database: Database) {
        do {
            var rest: ArraySlice = [waiting]
            let (results, _) = try commit(to: database) {
                defer { rest = [] }
                return rest
            }
            waiting.continuation.resume(with: results[0])
        } catch {
            waiting.continuation.resume(throwing: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> any Error { (error as? BrokenTransaction)?.reason ?? error }

    /// One transaction with all that `next` has until it has none, then the graphs, then the signals. Answers the results, and what holds
    /// the graphs there were before.
    private func commit(
        to database: Database, _ next: () -> ArraySlice<Waiting>
    ) throws -> (results: [Result<WriteOutcome, any Error>], replaced: WriteGroup?) {
        var results: [Result<WriteOutcome, any Error>] = []
        var written: WriteGroup?
        try database.inGatheredTransaction {
            var group = try WriteGroup(database, graphs: graphs, limits: limits)
            while case let joined = next(), !joined.isEmpty {
                if joined.contains(where: \.batch.isPortion) { try setLogLength(.whileImporting, in: database) }
                for waiting in joined { results.append(try result(of: waiting.batch, in: &group)) }
            }
            try group.finish()
            written = group
        }
        for (tenant, revision) in written?.publish() ?? [] { signals.send(revision, of: tenant) }
        return (results, written)
    }

    /// Throws what has to end the transaction.
    private func result(of batch: WriteBatch, in group: inout WriteGroup) throws -> Result<WriteOutcome, any Error> {
        do {
            return .success(try group.add(batch))
        } catch let refusal as StoreError {
            return .failure(refusal)
        }
    }
}
