import Permissions
import Store
import Synchronization

/// Which stored model a tenant's graph is under, so that an answer can name it without a look into the database.
final class ModelsInForce: Sendable {
    struct Found: Sendable {
        let stored: StoredModel
        /// As OpenFGA writes it.
        let id: String
        /// What an answer names: the store and the model, as header lines.
        let headerLines: String

        fileprivate init(_ stored: StoredModel, of tenant: TenantID) {
            self.stored = stored
            id = ModelIdentifier.text(stored)
            headerLines = "Openfga-Store-Id: \(StoreIdentifier.text(tenant))\r\nOpenfga-Authorization-Model-Id: \(id)\r\n"
        }
    }

    /// Models are kept for so many tenants, also where the graph has been let go of.
    private static let capacity = 1_000

    private let known = Mutex<[TenantID: (model: Model, found: Found)]>([:])

    /// Nil when the graph is under another model than when it was last looked up.
    func recall(_ tenant: TenantID, _ graph: Graph) -> Found? {
        known.withLock { known in
            guard let last = known[tenant], last.model.isSame(as: graph.model) else { return nil }
            return last.found
        }
    }

    func find(_ tenant: TenantID, _ graph: Graph, in store: Store) async throws -> StoredModel {
        if let found = recall(tenant, graph) { return found.stored }
        let stored = try await store.model(tenant)
        // A model may have been written meanwhile; then the next question looks again.
        if stored.source.utf8.elementsEqual(graph.model.source.utf8), store.loadedGraph(tenant)?.model.isSame(as: graph.model) == true {
            known.withLock { known in
                if known.count >= Self.capacity { known.removeAll() }
                known[tenant] = (graph.model, Found(stored, of: tenant))
            }
        }
        return stored
    }
}
