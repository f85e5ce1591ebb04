package import Foundation
import GRDB
package import Permissions

/// A model as it was written.
package struct StoredModel: Sendable, Equatable {
    /// The number of the model within its tenant, counted from 1.
    package let id: String
    package let source: String
    package let createdAt: Date
}

extension Store {
    package func model(_ tenant: TenantID) async throws -> StoredModel {
        try await pool.read { try Self.currentModel(tenant, in: $0) }
    }

    /// Puts a model in force; refused with the list when stored relationships would become invalid.
    package func writeModel(_ tenant: TenantID, _ model: Model, at time: Date) async throws -> StoredModel {
        let known = try await graph(tenant)
        return try await write { [graphs] database in
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM relationships WHERE tenant_id = ?", arguments: [tenant.rawValue])
            var conflicts: [String] = []
            while conflicts.count < 20, let row = try rows.next() {
                let relationship = try RelationshipRow.read(row)
                if model.refusal(of: relationship) != nil { conflicts.append(relationship.description) }
            }
            guard conflicts.isEmpty else { throw StoreError.modelConflict(conflicts) }
            var base = graphs.graph(tenant) ?? known
            let before = try Self.revision(tenant, in: database)
            if base.revision != before { base = try Self.load(tenant, from: database) }
            let number = try Int(Self.currentModel(tenant, in: database).id).map { $0 + 1 } ?? 1
            try database.execute(
                sql: "INSERT INTO models (tenant_id, number, source, created_at) VALUES (?, ?, ?, ?)",
                arguments: [tenant.rawValue, number, model.source, Column.time(time)])
            let revision = Revision(rawValue: before.rawValue + 1)
            try database.execute(
                sql: "UPDATE tenants SET revision = ? WHERE tenant_id = ?", arguments: [Int64(revision.rawValue), tenant.rawValue])
            let stored = StoredModel(id: String(number), source: model.source, createdAt: time)
            let graph = base.replacing(model: model, at: revision)
            database.afterNextTransaction { _ in graphs.publish(graph, for: tenant) }
            return stored
        }
    }

    static func currentModel(_ tenant: TenantID, in database: Database) throws -> StoredModel {
        let row = try Row.fetchOne(
            database, sql: "SELECT number, source, created_at FROM models WHERE tenant_id = ? ORDER BY number DESC LIMIT 1",
            arguments: [tenant.rawValue])
        guard let row else { throw StoreError.notFound(kind: "tenant", id: tenant.rawValue) }
        return StoredModel(id: String(row["number"] as Int), source: row["source"], createdAt: row.date("created_at"))
    }
}
