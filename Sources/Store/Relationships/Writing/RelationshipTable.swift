import Foundation
import GRDB
import Permissions

/// The statements of one write transaction on the relationships and their history.
struct RelationshipTable {
    private let find: RawStatement
    private let upsert: RawStatement
    private let change: RawStatement
    private let remove: RawStatement
    private let record: RawStatement

    private static let keyCondition = """
        tenant_id = ? AND object_type = ? AND object_id = ? AND relation = ? AND subject_type = ? AND subject_id = ?
            AND subject_relation = ?
        """
    private static let insertion = """
        INSERT INTO relationships (tenant_id, \(RelationshipRow.columns), written_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET condition_name = excluded.condition_name, condition_context = excluded.condition_context,
            expires_at = excluded.expires_at, written_at = excluded.written_at
        """

    init(_ database: Database) throws {
        find = try RawStatement("SELECT \(RelationshipRow.columns) FROM relationships WHERE \(Self.keyCondition)", in: database)
        upsert = try RawStatement(Self.insertion, in: database)
        change = try RawStatement(
            Self.insertion + """
                 WHERE condition_name IS NOT excluded.condition_name OR condition_context IS NOT excluded.condition_context
                    OR expires_at IS NOT excluded.expires_at
                """, in: database)
        remove = try RawStatement("DELETE FROM relationships WHERE \(Self.keyCondition)", in: database)
        record = try RawStatement(
            """
            INSERT INTO relationship_changes (tenant_id, revision, position, operation, relationship, condition_name, condition_context,
                expires_at, changed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: database)
    }

    func relationship(_ key: RelationshipKey, of tenant: TenantID) throws -> Relationship? {
        RelationshipRow.bind(key, of: tenant, to: find)
        defer { find.reset() }
        return try find.step() ? try RelationshipRow.read(find) : nil
    }

    /// Adds or replaces; with `onlyDifferent` a relationship that is there as it is stays, and the answer is false.
    @discardableResult
    func touch(_ relationship: Relationship, of tenant: TenantID, at time: Double, onlyDifferent: Bool = false) throws -> Bool {
        let statement = onlyDifferent ? change : upsert
        RelationshipRow.bind(relationship.key, of: tenant, to: statement)
        statement.bind(8, relationship.condition?.name)
        statement.bind(9, try RelationshipRow.context(relationship))
        statement.bind(10, relationship.expiresAt.map(Column.time(_:)))
        statement.bind(11, time)
        return try statement.run() > 0
    }

    /// False when there was nothing to delete.
    @discardableResult
    func delete(_ key: RelationshipKey, of tenant: TenantID) throws -> Bool {
        RelationshipRow.bind(key, of: tenant, to: remove)
        return try remove.run() > 0
    }

    /// Appends to the history.
    func append(_ change: RelationshipChange, of tenant: TenantID, revision: Revision, position: Int, at time: Double) throws {
        record.bind(1, tenant.rawValue)
        record.bind(2, Int64(revision.rawValue))
        record.bind(3, Int64(position))
        var relationship: Relationship?
        switch change {
        case .touch(let touched):
            relationship = touched
            record.bind(4, "touch")
            record.bind(5, touched.description)
        case .delete(let key):
            record.bind(4, "delete")
            record.bind(5, key.description)
        }
        record.bind(6, relationship?.condition?.name)
        record.bind(7, try relationship.flatMap { try RelationshipRow.context($0) })
        record.bind(8, relationship?.expiresAt.map(Column.time(_:)))
        record.bind(9, time)
        try record.run()
    }
}
