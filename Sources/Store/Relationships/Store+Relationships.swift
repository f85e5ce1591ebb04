package import Foundation
import GRDB
package import Permissions

extension Store {
    /// The graph in force; loaded on first use.
    package func graph(_ tenant: TenantID) async throws -> Graph {
        if let graph = graphs.graph(tenant) { return graph }
        let graph = try await pool.read { try Self.load(tenant, from: $0) }
        graphs.publish(graph, for: tenant)
        return graphs.graph(tenant) ?? graph
    }

    /// The graph in force, if it has been loaded; for a path that must not wait.
    package func loadedGraph(_ tenant: TenantID) -> Graph? {
        graphs.graph(tenant)
    }

    /// Writes all changes or none: one transaction, then the new graph is published, then the writer is answered.
    package func write(_ tenant: TenantID, _ changes: [RelationshipChange], at time: Date) async throws -> Revision {
        guard changes.count <= 1000 else { throw StoreError.tooMany("a write has at most 1000 changes; this one has \(changes.count)") }
        return try await commit(tenant, changes: changes, at: time) { _ in }
    }

    /// The one way relationships change. The graph is brought up to date inside the writer, so that graphs follow one another in the order
    /// of their revisions.
    func commit(
        _ tenant: TenantID, changes: [RelationshipChange], at time: Date, creating thing: (kind: String, id: String)? = nil,
        skippingRefused: Bool = false, also: @Sendable @escaping (Database) throws -> Void
    ) async throws -> Revision {
        let known = try await graph(tenant)
        return try await write(creating: thing) { [graphs] database in
            var base = graphs.graph(tenant) ?? known
            let stored = try Self.revision(tenant, in: database)
            if base.revision != stored { base = try Self.load(tenant, from: database) }
            var accepted: [RelationshipChange] = []
            for (index, change) in changes.enumerated() {
                if case .touch(let relationship) = change, let refusal = base.model.refusal(of: relationship) {
                    if skippingRefused { continue }
                    throw StoreError.invalidRelationship(index: index, refusal: refusal)
                }
                accepted.append(change)
            }
            try also(database)
            let revision = Revision(rawValue: stored.rawValue + 1)
            try Self.apply(accepted, tenant: tenant, revision: revision, at: time, in: database)
            let graph = base.applying(accepted, at: revision)
            // INVARIANT: published by the writer itself, right after its commit: the next writer finds it, and a caller who was cancelled
            // meanwhile leaves no graph behind that is older than the disk.
            database.afterNextTransaction { _ in graphs.publish(graph, for: tenant) }
            return revision
        }
    }

    private static func apply(
        _ changes: [RelationshipChange], tenant: TenantID, revision: Revision, at time: Date, in database: Database
    ) throws {
        for (position, change) in changes.enumerated() {
            let (operation, text): (String, String)
            switch change {
            case .touch(let relationship):
                try RelationshipRow.touch(relationship, tenant: tenant, in: database)
                (operation, text) = ("touch", relationship.description)
            case .delete(let key):
                try RelationshipRow.delete(key, tenant: tenant, in: database)
                (operation, text) = ("delete", key.description)
            }
            try database.cachedStatement(
                sql: """
                    INSERT INTO relationship_changes (tenant_id, revision, position, operation, relationship, changed_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [tenant.rawValue, Int64(revision.rawValue), position, operation, text, Column.time(time)])
        }
        try database.execute(
            sql: "UPDATE tenants SET revision = ? WHERE tenant_id = ?", arguments: [Int64(revision.rawValue), tenant.rawValue])
    }

    static func revision(_ tenant: TenantID, in database: Database) throws -> Revision {
        guard
            let value = try Int64.fetchOne(database, sql: "SELECT revision FROM tenants WHERE tenant_id = ?", arguments: [tenant.rawValue])
        else { throw StoreError.notFound(kind: "tenant", id: tenant.rawValue) }
        return Revision(rawValue: UInt64(value))
    }

    static func load(_ tenant: TenantID, from database: Database) throws -> Graph {
        let revision = try revision(tenant, in: database)
        let model = try Model(parsing: try currentModel(tenant, in: database).source)
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM relationships WHERE tenant_id = ?", arguments: [tenant.rawValue])
        return Graph(model: model, relationships: try rows.map(RelationshipRow.read), revision: revision)
    }
}
