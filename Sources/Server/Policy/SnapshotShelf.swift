import Foundation
import Permissions
import Store
import Synchronization

/// Keeps the snapshots that open cursors name, for a short time, so that all pages of a list are of one revision.
///
/// A snapshot shares nearly everything with the present graph; what is bounded here is how many there are.
final class SnapshotShelf: Sendable {
    static let capacity = 64
    static let time = Duration.seconds(120)

    private struct Key: Hashable {
        let tenant: TenantID
        let revision: UInt64
    }

    private struct Kept {
        let graph: Graph
        var usedAt: ContinuousClock.Instant
    }

    private let kept = Mutex<[Key: Kept]>([:])

    func keep(_ graph: Graph, of tenant: TenantID) {
        let now = ContinuousClock.now
        kept.withLock { kept in
            kept = kept.filter { now - $0.value.usedAt < Self.time }
            if kept.count >= Self.capacity, let oldest = kept.min(by: { $0.value.usedAt < $1.value.usedAt })?.key { kept[oldest] = nil }
            kept[Key(tenant: tenant, revision: graph.revision.rawValue)] = Kept(graph: graph, usedAt: now)
        }
    }

    /// Nil when it is too long ago or was crowded out.
    func graph(_ tenant: TenantID, _ revision: Revision) -> Graph? {
        let now = ContinuousClock.now
        return kept.withLock { kept in
            let key = Key(tenant: tenant, revision: revision.rawValue)
            guard var found = kept[key], now - found.usedAt < Self.time else { return nil }
            found.usedAt = now
            kept[key] = found
            return found.graph
        }
    }
}
