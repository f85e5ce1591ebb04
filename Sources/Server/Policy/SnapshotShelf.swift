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
    static let defaultTime = Duration.seconds(120)

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

    private struct State {
        var kept: [Key: Kept] = [:]
        /// Whether somebody looks after what is kept too long.
        var isWatched = false
    }

    private let time: Duration
    private let state = Mutex(State())

    init(time: Duration = defaultTime) {
        self.time = time
    }

    /// How many there are.
    var count: Int { state.withLock { $0.kept.count } }

    func keep(_ graph: Graph, of tenant: TenantID, model: String? = nil) {
        let now = ContinuousClock.now
        // What goes is freed without the lock.
        let (gone, isFirst) = state.withLock { state -> (Kept?, Bool) in
            let key = Key(tenant: tenant, name: SnapshotName(graph), model: model)
            var gone: Kept?
            if state.kept[key] == nil, let crowdedOut = Self.crowdedOut(by: tenant, of: state.kept) {
                gone = state.kept.removeValue(forKey: crowdedOut)
            }
            state.kept[key] = Kept(graph: graph, usedAt: now)
            defer { state.isWatched = true }
            return (gone, !state.isWatched)
        }
        withExtendedLifetime(gone) {}
        if isFirst { watch() }
    }

    /// A list that nobody goes on with must not hold its snapshot until another one is asked for.
    private func watch() {
        Task.detached { [weak self, time] in
            repeat { try? await Task.sleep(for: time / 4) } while self?.letGo() == true
        }
    }

    /// Lets go of what was not used for the time; answers whether there is more to look after.
    private func letGo() -> Bool {
        let now = ContinuousClock.now
        let (gone, isWatched) = state.withLock { state -> ([Key: Kept], Bool) in
            let gone = state.kept.filter { now - $0.value.usedAt >= time }
            for key in gone.keys { state.kept[key] = nil }
            state.isWatched = !state.kept.isEmpty
            return (gone, state.isWatched)
        }
        return withExtendedLifetime(gone) { isWatched }
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
        return state.withLock { state in
            let key = Key(tenant: tenant, name: name, model: model)
            guard var found = state.kept[key], now - found.usedAt < time else { return nil }
            found.usedAt = now
            state.kept[key] = found
            return found.graph
        }
    }
}
