import Permissions
import Synchronization

/// Tells watchers that a tenant has a new revision.
final class ChangeSignals: Sendable {
    private struct State {
        var watchers: [TenantID: [UInt64: AsyncStream<Revision>.Continuation]] = [:]
        var lastNumber: UInt64 = 0
        var isFinished = false
    }

    private let state = Mutex(State())

    /// A watcher that is behind finds the newest revision only.
    func stream(_ tenant: TenantID) -> AsyncStream<Revision> {
        let (stream, continuation) = AsyncStream.makeStream(of: Revision.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> UInt64? in
            guard !state.isFinished else { return nil }
            state.lastNumber += 1
            state.watchers[tenant, default: [:]][state.lastNumber] = continuation
            return state.lastNumber
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(number, of: tenant) }
        return stream
    }

    func send(_ revision: Revision, of tenant: TenantID) {
        // Outside the lock: a stream may call back when it ends.
        let watchers = state.withLock { $0.watchers[tenant].map { Array($0.values) } ?? [] }
        for watcher in watchers { watcher.yield(revision) }
    }

    /// Ends every stream.
    func finish() {
        let watchers = state.withLock { state in
            state.isFinished = true
            defer { state.watchers = [:] }
            return state.watchers.values.flatMap(\.values)
        }
        for watcher in watchers { watcher.finish() }
    }

    func count(_ tenant: TenantID) -> Int { state.withLock { $0.watchers[tenant]?.count ?? 0 } }

    var count: Int { state.withLock { $0.watchers.values.reduce(0) { $0 + $1.count } } }

    private func remove(_ number: UInt64, of tenant: TenantID) {
        state.withLock { state in
            state.watchers[tenant]?[number] = nil
            if state.watchers[tenant]?.isEmpty == true { state.watchers[tenant] = nil }
        }
    }
}
