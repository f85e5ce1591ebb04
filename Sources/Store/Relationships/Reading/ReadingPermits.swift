import Synchronization

/// How many long readings of one kind go on at a time, each with a connection of its own.
final class ReadingPermits: Sendable {
    /// Exports, which hold a snapshot as long as their caller reads.
    static let exports = 8
    /// Readings of all relationships for a model, fewer than the readers of the pool.
    static let models = 2

    private let limit: Int
    private let count = Mutex(0)

    init(_ limit: Int) {
        self.limit = limit
    }

    /// Given back when it is let go of.
    final class Permit: Sendable {
        private let permits: ReadingPermits

        fileprivate init(_ permits: ReadingPermits) {
            self.permits = permits
        }

        deinit { permits.count.withLock { $0 -= 1 } }
    }

    func take() throws(StoreError) -> Permit {
        let isFree = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { throw .busy }
        return Permit(self)
    }
}
