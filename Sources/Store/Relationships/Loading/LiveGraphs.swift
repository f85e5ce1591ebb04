import Foundation
import Permissions
import Synchronization

/// The current graph of each tenant that has been asked about, as many as the budget allows.
///
/// A reader takes one reference and never waits for a writer; the lock is held to swap or copy it, never while anything is computed.
final class LiveGraphs: Sendable {
    private struct Entry {
        var graph: Graph
        var lastUse: UInt64
    }

    private struct State {
        var entries: [TenantID: Entry] = [:]
        /// The latest revision published of each tenant, which outlives its graph.
        var latest: [TenantID: Revision] = [:]
        /// Tenants with writes under way, and how many.
        var pins: [TenantID: Int] = [:]
        var relationshipCount = 0
        var clock: UInt64 = 0
        /// Tenants whose graph became scattered, with the revision it had when it was looked at last.
        var scattered: [TenantID: Revision] = [:]
        var isGathering = false
    }

    /// How long a graph is left alone before what changed is put in order: while writes follow one another, it would not stay so.
    private static let quietTime = DispatchTimeInterval.milliseconds(500)

    /// Not one of the threads that answer: a large graph takes a second.
    private let gathering = DispatchQueue(label: "cardea.graphs.gathering", qos: .utility)

    let underOtherModels = ModelGraphs()
    private let state = Mutex(State())
    /// How many relationships all graphs together may have.
    private let budget: Int

    init(budget: Int) {
        self.budget = budget
    }

    func graph(_ tenant: TenantID) -> Graph? {
        state.withLock { state in
            guard let index = state.entries.index(forKey: tenant) else { return nil }
            state.clock += 1
            state.entries.values[index].lastUse = state.clock
            return state.entries.values[index].graph
        }
    }

    /// False when a later graph has been published already.
    ///
    /// INVARIANT: what is published is never older than anything published before, evicted or not, so a slow load cannot undo a write.
    @discardableResult
    func publish(_ graph: Graph, for tenant: TenantID) -> Bool {
        let replaced = state.withLock { state -> [TenantID]? in
            if let latest = state.latest[tenant], latest > graph.revision { return nil }
            state.latest[tenant] = graph.revision
            state.clock += 1
            let before = state.entries.updateValue(Entry(graph: graph, lastUse: state.clock), forKey: tenant)
            state.relationshipCount += graph.relationshipCount - (before?.graph.relationshipCount ?? 0)
            return [tenant] + evict(&state, keeping: tenant)
        }
        for tenant in replaced ?? [] { underOtherModels.forget(tenant) }
        if replaced != nil, graph.isScattered { gatherLater(tenant, seen: graph.revision) }
        return replaced != nil
    }

    private func gatherLater(_ tenant: TenantID, seen revision: Revision) {
        let isFirst = state.withLock { state in
            if state.scattered[tenant] == nil { state.scattered[tenant] = revision }
            defer { state.isGathering = true }
            return !state.isGathering
        }
        if isFirst { gathering.asyncAfter(deadline: .now() + Self.quietTime) { [weak self] in self?.gatherQuiet() } }
    }

    /// Puts the graphs in order that nobody has written to since they were looked at last; the others are looked at again.
    private func gatherQuiet() {
        let scattered = state.withLock { $0.scattered }
        for (tenant, seen) in scattered {
            let graph = state.withLock { state in
                let graph = state.entries[tenant]?.graph
                state.scattered[tenant] = graph?.revision == seen ? nil : graph?.revision
                return graph
            }
            if let graph, graph.revision == seen, graph.isScattered { replace(graph, with: graph.gathered(), for: tenant) }
        }
        let isDone = state.withLock { state in
            state.isGathering = !state.scattered.isEmpty
            return !state.isGathering
        }
        if !isDone { gathering.asyncAfter(deadline: .now() + Self.quietTime) { [weak self] in self?.gatherQuiet() } }
    }

    /// Only while it is still the one in use: a write that came meanwhile has made its own of it.
    private func replace(_ graph: Graph, with gathered: Graph, for tenant: TenantID) {
        state.withLock { state in
            guard let index = state.entries.index(forKey: tenant), state.entries.values[index].graph === graph else { return }
            state.entries.values[index].graph = gathered
        }
    }

    /// Keeps the tenant's graph in memory while `body` writes to it.
    func keeping<Value>(_ tenant: TenantID, _ body: () async throws -> Value) async rethrows -> Value {
        state.withLock { $0.pins[tenant, default: 0] += 1 }
        defer {
            state.withLock { state in
                let count = state.pins[tenant, default: 1] - 1
                state.pins[tenant] = count > 0 ? count : nil
            }
        }
        return try await body()
    }

    /// The tenants in memory.
    var tenants: Set<TenantID> { state.withLock { Set($0.entries.keys) } }

    var relationshipCount: Int { state.withLock { $0.relationshipCount } }

    /// Lets go of what was not used for the longest time; whoever holds a reference keeps its graph.
    private func evict(_ state: inout State, keeping published: TenantID) -> [TenantID] {
        var evicted: [TenantID] = []
        while state.relationshipCount > budget {
            let candidates = state.entries.filter {
                $0.key != published && state.pins[$0.key] == nil && $0.value.graph.relationshipCount > 0
            }
            guard let oldest = candidates.min(by: { $0.value.lastUse < $1.value.lastUse }) else { break }
            state.entries[oldest.key] = nil
            state.relationshipCount -= oldest.value.graph.relationshipCount
            evicted.append(oldest.key)
        }
        return evicted
    }
}
