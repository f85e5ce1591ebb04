import Foundation
import Permissions
import Synchronization

/// The current graph of each tenant that has been asked about, as many as the budget allows.
///
/// A reader takes one reference and never waits for a writer; the lock is held to swap or copy it, never while anything is computed.
final class LiveGraphs: Sendable {
    private struct Entry {
        var graph: Graph
        var byteCount: Int
        var lastUse: UInt64

        init(_ graph: Graph, lastUse: UInt64) {
            self.graph = graph
            byteCount = graph.byteCount
            self.lastUse = lastUse
        }
    }

    private struct State {
        var entries: [TenantID: Entry] = [:]
        /// The latest revision published of each tenant, which outlives its graph.
        var latest: [TenantID: Revision] = [:]
        /// Tenants with writes under way, and how many.
        var pins: [TenantID: Int] = [:]
        var byteCount = 0
        var clock: UInt64 = 0
        /// Tenants whose graph became scattered, with the revision it had when it was looked at last.
        var scattered: [TenantID: Revision] = [:]
        var isGathering = false

        /// The entry there was before.
        mutating func set(_ entry: Entry?, of tenant: TenantID) -> Entry? {
            let before = entries[tenant]
            entries[tenant] = entry
            byteCount += (entry?.byteCount ?? 0) - (before?.byteCount ?? 0)
            return before
        }
    }

    /// How long a graph is left alone before what changed is put in order: while writes follow one another, it would not stay so.
    private static let quietTime = DispatchTimeInterval.milliseconds(500)

    /// Not one of the threads that answer: a large graph takes a second.
    private let gathering = DispatchQueue(label: "cardea.graphs.gathering", qos: .utility)
    /// Where graphs are taken apart, which takes as long as to make them.
    private let clearing = DispatchQueue(label: "cardea.graphs.clearing", qos: .utility)

    let underOtherModels = ModelGraphs()
    private let state = Mutex(State())
    /// How many bytes all graphs together may have.
    private let budget: Int
    private let counts: StoreCounter

    init(budget: Int, counts: StoreCounter = StoreCounter()) {
        self.budget = budget
        self.counts = counts
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
        // Nothing is freed while the lock is held that readers take.
        let (isPublished, before, evicted) = state.withLock { state -> (Bool, Graph?, [TenantID: Graph]) in
            if let latest = state.latest[tenant], latest > graph.revision { return (false, nil, [:]) }
            state.latest[tenant] = graph.revision
            state.clock += 1
            let before = state.set(Entry(graph, lastUse: state.clock), of: tenant)
            return (true, before?.graph, evict(&state, keeping: tenant))
        }
        guard isPublished else { return false }
        withExtendedLifetime(before) { underOtherModels.forget(tenant) }
        clear(evicted)
        if graph.isScattered { gatherLater(tenant, seen: graph.revision) }
        return true
    }

    private func clear(_ evicted: [TenantID: Graph]) {
        guard !evicted.isEmpty else { return }
        counts.add(evicted.count, to: \.graphEvictions)
        for tenant in evicted.keys { underOtherModels.forget(tenant) }
        clearing.async { withExtendedLifetime(evicted) {} }
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
        let before = state.withLock { state -> Entry? in
            guard let entry = state.entries[tenant], entry.graph === graph else { return nil }
            return state.set(Entry(gathered, lastUse: entry.lastUse), of: tenant)
        }
        withExtendedLifetime(before) { underOtherModels.forget(tenant) }
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

    /// About as many bytes as all graphs take.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// Lets go of what was not used for the longest time; whoever holds a reference keeps its graph.
    private func evict(_ state: inout State, keeping published: TenantID) -> [TenantID: Graph] {
        var evicted: [TenantID: Graph] = [:]
        while state.byteCount > budget {
            let candidates = state.entries.filter { $0.key != published && state.pins[$0.key] == nil }
            guard let oldest = candidates.min(by: { $0.value.lastUse < $1.value.lastUse })?.key else { break }
            evicted[oldest] = state.set(nil, of: oldest)?.graph
        }
        return evicted
    }
}
