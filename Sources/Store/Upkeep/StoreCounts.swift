import Synchronization

/// What the store has done since it was opened.
package struct StoreCounts: Sendable, Equatable {
    /// Relationships deleted because they had expired.
    package var expiredRelationships = 0
    /// Rows of the history that were forgotten.
    package var prunedChanges = 0
    /// Graphs read from the disk, and let go of for want of memory.
    package var graphLoads = 0
    package var graphEvictions = 0
}

/// What the graphs in memory take.
package struct GraphMemory: Sendable, Equatable {
    package let byteCount: Int
    package let tenantCount: Int
}

extension Store {
    package var currentCounts: StoreCounts { counts.current }

    package var graphMemory: GraphMemory { GraphMemory(byteCount: graphs.byteCount, tenantCount: graphs.tenants.count) }
}

/// The counts of an open store.
final class StoreCounter: Sendable {
    private let counts = Mutex(StoreCounts())

    var current: StoreCounts { counts.withLock { $0 } }

    func add(_ count: Int, to part: any WritableKeyPath<StoreCounts, Int> & Sendable) {
        counts.withLock { $0[keyPath: part] += count }
    }
}
