package import Permissions
import Synchronization

/// Graphs under models that are not in force, a few of them: for the questions of a client that has not moved on yet.
///
/// A graph stays only as long as the tenant's own, with which it shares its relationships; its model stays, parsed.
final class ModelGraphs: Sendable {
    static let capacity = 16

    private struct Key: Hashable {
        let tenant: TenantID
        let modelID: String
    }

    private struct Entry {
        let model: Model
        var graph: Graph?
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The model, parsed once, and the graph if it is still that of the revision.
    func find(_ tenant: TenantID, _ modelID: String, revision: Revision) -> (model: Model, graph: Graph?)? {
        state.withLock { state in
            state.clock += 1
            guard let index = state.entries.index(forKey: Key(tenant: tenant, modelID: modelID)) else { return nil }
            state.entries.values[index].lastUse = state.clock
            let entry = state.entries.values[index]
            return (entry.model, entry.graph?.revision == revision ? entry.graph : nil)
        }
    }

    func keep(_ graph: Graph, _ tenant: TenantID, _ modelID: String) {
        state.withLock { state in
            state.clock += 1
            state.entries[Key(tenant: tenant, modelID: modelID)] = Entry(model: graph.model, graph: graph, lastUse: state.clock)
            guard state.entries.count > Self.capacity, let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            else { return }
            state.entries[oldest.key] = nil
        }
    }

    /// Lets go of the tenant's graphs, because its own is another one now or gone from memory.
    func forget(_ tenant: TenantID) {
        state.withLock { state in
            for key in state.entries.keys where key.tenant == tenant { state.entries[key]?.graph = nil }
        }
    }

    var count: Int { state.withLock { $0.entries.count } }
}

extension Store {
    /// The current relationships under a model of the tenant, in force or not; those it does not accept do not count.
    package func graph(_ tenant: TenantID, model id: String) async throws -> Graph {
        let current = try await graph(tenant)
        let known = graphs.underOtherModels.find(tenant, id, revision: current.revision)
        if let graph = known?.graph { return graph }
        let model: Model
        if let parsed = known?.model {
            model = parsed
        } else {
            model = try Model(parsingEither: try await self.model(tenant, id: id).source)
        }
        let graph = model.isWritten(like: current.model) ? current : current.replacing(model: model, at: current.revision)
        graphs.underOtherModels.keep(graph, tenant, id)
        return graph
    }
}
