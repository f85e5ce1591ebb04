import Synchronization

/// How many exports are held, each with a connection and a snapshot of its own.
final class ExportPermits: Sendable {
    static let limit = 8

    private let count = Mutex(0)

    /// Given back when it is let go of.
    final class Permit: Sendable {
        private let permits: ExportPermits

        fileprivate init(_ permits: ExportPermits) {
            self.permits = permits
        }

        deinit { permits.count.withLock { $0 -= 1 } }
    }

    func take() throws(StoreError) -> Permit {
        let isFree = count.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
        guard isFree else { throw .busy }
        return Permit(self)
    }
}
