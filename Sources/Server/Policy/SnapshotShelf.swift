import Foundation
import Permissions
import Store
import Synchronization

/// Names a snapshot among all that a tenant has had.
///
/// The revision alone does not: a graph that was read from the disk again has the same revision and another order, in which a position
/// means something else.
struct SnapshotName: Hashable, Sendable {
    let revision: UInt64
    let lineage: UInt64

    init(_ graph: Graph) {
        revision = graph.revision.rawValue
        lineage = graph.lineage
    }

    init?(revision: String, lineage: String) {
        guard let revision = UInt64(revision), let lineage = UInt64(lineage) else { return nil }
        self.revision = revision
        self.lineage = lineage
    }
}

/// Keeps the snapshots that open cursors name, for a short time, so that all pages of a list are of one revision.
///
/// A snapshot shares nearly everything with the present graph; what is bounded here is how many there are, for each tenant and for all, so
/// that the lists of one tenant crowd out those of others last.
final class SnapshotShelf: Sendable {
    static let capacity = 512
    static let capacityPerTenant = 64
    static let time = Duration.seconds(120)

    private struct Key: Hashable {
        let tenant: TenantID
        let name: SnapshotName
        /// The id of the model it is asked under; nil for the one in force.
        let model: String?
    }

    private struct Kept {
        let graph: Graph
        var usedAt: ContinuousClock.Instant
    }

    private let kept = Mutex<[Key: Kept]>([:])

    func keep(_ graph: Graph, of tenant: TenantID, model: String? = nil) {
        let now = ContinuousClock.now
        kept.withLock { kept in
            kept = kept.filter { now - $0.value.usedAt < Self.time }
            let key = Key(tenant: tenant, name: SnapshotName(graph), model: model)
            if kept[key] == nil, let crowdedOut = Self.crowdedOut(by: tenant, of: kept) { kept[crowdedOut] = nil }
            kept[key] = Kept(graph: graph, usedAt: now)
        }
    }

    /// The tenant's own oldest where it has its share; where all places are taken, the oldest of who has most.
    private static func crowdedOut(by tenant: TenantID, of kept: [Key: Kept]) -> Key? {
        let counts = Dictionary(kept.keys.map { ($0.tenant, 1) }, uniquingKeysWith: +)
        guard counts[tenant, default: 0] >= capacityPerTenant || kept.count >= capacity else { return nil }
        let owner = counts[tenant, default: 0] >= capacityPerTenant ? tenant : counts.max { $0.value < $1.value }?.key
        return kept.filter { $0.key.tenant == owner }.min { $0.value.usedAt < $1.value.usedAt }?.key
    }

    /// Nil when it is too long ago or was crowded out.
    func graph(_ tenant: TenantID, _ name: SnapshotName, model: String? = nil) -> Graph? {
        let now = ContinuousClock.now
        return kept.withLock { kept in
            let key = Key(tenant: tenant, name: name, model: model)
            guard var found = kept[key], now - found.usedAt < Self.time else { return nil }
            found.usedAt = now
            kept[key] = found
            return found.graph
        }
    }
}
