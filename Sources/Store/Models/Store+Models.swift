import Foundation
import GRDB
import Permissions

extension Store {
    /// The model in force.
    package func model(_ tenant: TenantID) async throws -> StoredModel {
        try await pool.reading { try Self.currentModel(tenant, in: $0) }
    }

    /// One model of the tenant, in force or not.
    package func model(_ tenant: TenantID, id: String) async throws -> StoredModel {
        let row = try await pool.reading { database in
            try Int64(id).flatMap { number in
                try Row.fetchOne(
                    database.cachedStatement(sql: "SELECT \(StoredModel.columns) FROM models WHERE tenant_id = ? AND number = ?"),
                    arguments: [tenant.rawValue, number])
            }.map(StoredModel.init(row:))
        }
        guard let row, row.id == id else { throw StoreError.notFound(kind: "model", id: String(id.prefix(40))) }
        return row
    }

    /// The models of a tenant, newest first; `after` is the `next` of the page before.
    package func models(_ tenant: TenantID, after: String?, limit: Int) async throws -> Page<StoredModel> {
        let limit = min(max(limit, 1), 100)
        let below = try after.map { text throws(StoreError) in
            try ModelCursor(parsing: text, of: tenant).number
        }
        let found = try await pool.reading { database in
            try Row.fetchAll(
                database,
                sql: "SELECT \(StoredModel.columns) FROM models WHERE tenant_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
                arguments: [tenant.rawValue, below ?? Int64.max, limit + 1]
            ).map(StoredModel.init(row:))
        }
        let items = Array(found.prefix(limit))
        return Page(items: items, next: found.count > limit ? items.last.map { ModelCursor(of: tenant, after: $0).text } : nil)
    }

    static func currentModel(_ tenant: TenantID, in database: Database) throws -> StoredModel {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT \(StoredModel.columns) FROM models WHERE tenant_id = ? ORDER BY number DESC LIMIT 1"),
            arguments: [tenant.rawValue])
        guard let row else { throw StoreError.notFound(kind: "tenant", id: tenant.rawValue) }
        return StoredModel(row: row)
    }
}
