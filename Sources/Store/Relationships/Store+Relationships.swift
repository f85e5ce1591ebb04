import Foundation
import GRDB
package import Permissions

extension Store {
    /// The graph in force; loaded on first use.
    package func graph(_ tenant: TenantID) async throws -> Graph {
        if let graph = graphs.graph(tenant) { return graph }
        return try await loader.graph(tenant)
    }

    /// A graph that holds everything up to the revision (`at_least_as_fresh` of Zanzibar). On one node nobody waits for it: a revision is
    /// answered after its graph was published.
    package func graph(_ tenant: TenantID, atLeast revision: Revision) async throws -> Graph {
        let graph = try await graph(tenant)
        guard graph.revision >= revision else { throw StoreError.revisionUnknown(revision) }
        return graph
    }

    /// The graph in force, if it has been loaded; for a path that must not wait.
    package func loadedGraph(_ tenant: TenantID) -> Graph? {
        graphs.graph(tenant)
    }

    static func revision(_ tenant: TenantID, in database: Database) throws -> Revision {
        let row = try RawStatement("SELECT revision FROM tenants WHERE tenant_id = ?", in: database)
        row.bind(1, tenant.rawValue)
        defer { row.reset() }
        guard try row.step() else { throw StoreError.notFound(kind: "tenant", id: tenant.rawValue) }
        return Revision(rawValue: UInt64(row.integer(0)))
    }

    static func setRevision(_ revision: Revision, of tenant: TenantID, in database: Database) throws {
        let statement = try RawStatement("UPDATE tenants SET revision = ? WHERE tenant_id = ?", in: database)
        statement.bind(1, Int64(revision.rawValue))
        statement.bind(2, tenant.rawValue)
        try statement.run()
    }
}
