import Permissions
import Store
import Synchronization

/// Which stored model a tenant's graph is under, so that an answer can name it without a look into the database.
final class ModelsInForce: Sendable {
    private let known = Mutex<[TenantID: (revision: Revision, model: StoredModel)]>([:])

    /// Nil when the graph has moved on since the model was last looked up.
    func recall(_ tenant: TenantID, _ graph: Graph) -> StoredModel? {
        known.withLock { known in
            guard let found = known[tenant], found.revision == graph.revision else { return nil }
            return found.model
        }
    }

    func find(_ tenant: TenantID, _ graph: Graph, in store: Store) async throws -> StoredModel {
        if let model = recall(tenant, graph) { return model }
        let model = try await store.model(tenant)
        // What was written meanwhile may be a model; then the next question looks again.
        if store.loadedGraph(tenant)?.revision == graph.revision { known.withLock { $0[tenant] = (graph.revision, model) } }
        return model
    }
}
