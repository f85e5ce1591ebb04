import Foundation
import GRDB
import Permissions

/// Questions about patterns, asked inside a write transaction.
enum RelationshipQuery {
    /// Whether a relationship matches that has not expired.
    static func exists(_ pattern: RelationshipPattern, of tenant: TenantID, at time: Date, in database: Database) throws -> Bool {
        let row = try select("1", pattern, of: tenant, suffix: "AND (expires_at IS NULL OR expires_at > ?) LIMIT 1", in: database)
        row.bind(Int32(pattern.columns.count) + 2, Column.time(time))
        defer { row.reset() }
        return try row.step()
    }

    static func keys(matching pattern: RelationshipPattern, of tenant: TenantID, limit: Int, in database: Database) throws
        -> [RelationshipKey]
    {
        let row = try select(RelationshipRow.columns, pattern, of: tenant, suffix: "LIMIT \(limit)", in: database)
        defer { row.reset() }
        var keys: [RelationshipKey] = []
        while try row.step() { keys.append(try RelationshipRow.read(row).key) }
        return keys
    }

    private static func select(
        _ columns: String, _ pattern: RelationshipPattern, of tenant: TenantID, suffix: String, in database: Database
    ) throws -> RawStatement {
        let parts = pattern.columns
        let conditions = parts.map { "\($0.name) = ?" }.joined(separator: " AND ")
        let row = try RawStatement("SELECT \(columns) FROM relationships WHERE tenant_id = ? AND \(conditions) \(suffix)", in: database)
        row.bind(1, tenant.rawValue)
        for (index, part) in parts.enumerated() { row.bind(Int32(index) + 2, part.value) }
        return row
    }
}
