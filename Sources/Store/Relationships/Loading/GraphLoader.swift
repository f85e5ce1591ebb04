import Foundation
import GRDB
import Permissions
import Synchronization

/// Reads graphs from the disk: each tenant's once however many ask for it, and few tenants' at a time.
final class GraphLoader: Sendable {
    /// Fewer than the readers of the pool, so that loading never takes the last one.
    static let concurrentLoads = 3
    /// How often a graph is read again because it was written to, and let go of, while it was read.
    private static let attemptLimit = 10

    private struct State {
        var loads: [TenantID: Task<Graph, any Error>] = [:]
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let pool: DatabasePool
    private let graphs: LiveGraphs
    private let counts: StoreCounter
    private let onProgress: (@Sendable (LoadProgress) -> Void)?
    private let state = Mutex(State())

    init(pool: DatabasePool, graphs: LiveGraphs, counts: StoreCounter, onProgress: (@Sendable (LoadProgress) -> Void)?) {
        self.pool = pool
        self.graphs = graphs
        self.counts = counts
        self.onProgress = onProgress
    }

    func graph(_ tenant: TenantID) async throws -> Graph {
        let load = state.withLock { state in
            if let known = state.loads[tenant] { return known }
            let load = Task { try await self.load(tenant) }
            state.loads[tenant] = load
            return load
        }
        return try await load.value
    }

    private func load(_ tenant: TenantID) async throws -> Graph {
        defer { state.withLock { $0.loads[tenant] = nil } }
        await enter()
        defer { leave() }
        for _ in 0..<Self.attemptLimit {
            if let graph = graphs.graph(tenant) { return graph }
            let graph = try await pool.reading { [onProgress] in try Self.load(tenant, from: $0, onProgress: onProgress) }
            counts.add(1, to: \.graphLoads)
            // Refused when a write has published a later one meanwhile; that one may be gone from memory again, so it is read anew.
            if graphs.publish(graph, for: tenant) { return graph }
        }
        throw StoreError.busy
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let mayRun = state.withLock { state in
                guard state.running >= Self.concurrentLoads else {
                    state.running += 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayRun { continuation.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }

    static func load(
        _ tenant: TenantID, from database: Database, onProgress: (@Sendable (LoadProgress) -> Void)? = nil
    ) throws -> Graph {
        let revision = try Store.revision(tenant, in: database)
        let model = try Model(parsingEither: try Store.currentModel(tenant, in: database).source)
        return try RelationshipRows(tenant, in: database, onProgress: onProgress).graph(model: model, revision: revision)
    }
}
