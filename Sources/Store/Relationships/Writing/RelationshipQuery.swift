import Foundation
import GRDB
import Permissions

/// Questions about patterns, asked inside a write transaction.
enum RelationshipQuery {
    /// Whether a relationship matches that has not expired.
    static func exists(_ pattern: RelationshipPattern, of tenant: TenantID, at time: Date, in database: Database) throws -> Bool {
        let row = try select("1", pattern, of: tenant, at: time, limit: 1, in: database)
        defer { row.reset() }
        return try row.step()
    }

    /// Of the relationships that match and have not expired.
    static func keys(
        matching pattern: RelationshipPattern, of tenant: TenantID, at time: Date, limit: Int, in database: Database
    ) throws -> [RelationshipKey] {
        try keys(in: try select(RelationshipRow.columns, pattern, of: tenant, at: time, limit: limit, in: database))
    }

    /// Of the relationships that have expired, those first that did so first.
    static func expired(of tenant: TenantID, at time: Date, limit: Int, in database: Database) throws -> [RelationshipKey] {
        let row = try RawStatement(
            """
            SELECT \(RelationshipRow.columns) FROM relationships WHERE tenant_id = ? AND expires_at <= ?
            ORDER BY expires_at LIMIT \(limit)
            """, in: database)
        row.bind(1, tenant.rawValue)
        row.bind(2, Column.time(time))
        return try keys(in: row)
    }

    private static func keys(in row: RawStatement) throws -> [RelationshipKey] {
        defer { row.reset() }
        var keys: [RelationshipKey] = []
        while try row.step() { keys.append(try RelationshipRow.read(row).key) }
        return keys
    }

    private static func select(
        _ columns: String, _ pattern: RelationshipPattern, of tenant: TenantID, at time: Date, limit: Int, in database: Database
    ) throws -> RawStatement {
        let parts = pattern.columns
        let conditions = parts.map { "\($0.name) = ?" }.joined(separator: " AND ")
        let row = try RawStatement(
            """
            SELECT \(columns) FROM relationships WHERE tenant_id = ? AND \(conditions) AND (expires_at IS NULL OR expires_at > ?)
            LIMIT \(limit)
            """, in: database)
        row.bind(1, tenant.rawValue)
        for (index, part) in parts.enumerated() { row.bind(Int32(index) + 2, part.value) }
        row.bind(Int32(parts.count) + 2, Column.time(time))
        return row
    }
}
