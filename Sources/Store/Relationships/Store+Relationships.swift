import Foundation
import GRDB
package import Permissions

extension Store {
    /// The graph in force; loaded on first use.
    package func graph(_ tenant: TenantID) async throws -> Graph {
        if let graph = graphs.graph(tenant) { return graph }
        return try await loader.graph(tenant)
    }

    /// A graph that holds everything up to the revision (`at_least_as_fresh` of Zanzibar); whoever asks between a commit and its graph
    /// waits for it.
    ///
    /// Throws `revisionUnknown` for a revision that has not been written.
    package func graph(_ tenant: TenantID, atLeast revision: Revision) async throws -> Graph {
        let present = try await graph(tenant)
        if present.revision >= revision { return present }
        let stored = try await pool.reading { try Self.revision(tenant, in: $0) }
        guard stored >= revision else { throw StoreError.revisionUnknown(revision) }
        try await waitUntilPublished(revision, of: tenant)
        return try await graph(tenant)
    }

    /// Returns once no check answers from before the revision any more: between a commit and its graph nobody may be told of it, and
    /// whoever knows of it already has to wait.
    ///
    /// A graph that is not in memory needs no waiting: it is read from the disk, and while something is written it is in memory.
    func waitUntilPublished(_ revision: Revision, of tenant: TenantID) async throws {
        for attempt in 1...Self.looksForGraph {
            guard let graph = graphs.graph(tenant), graph.revision < revision else { return }
            try await Task.sleep(for: .milliseconds(min(attempt, 20)))
        }
        throw StoreError.busy
    }

    /// About ten seconds: the graph of the largest transaction is made in a fraction of one.
    private static let looksForGraph = 500

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
