import Expressions
import Foundation
import GRDB
import Permissions

/// A relationship as it stands in its table.
enum RelationshipRow {
    static func read(_ row: Row) throws -> Relationship {
        let relation: String = row["subject_relation"]
        let condition = try (row["condition_name"] as String?).map { name in
            ConditionReference(name: name, context: try StoredValue.decode((row["condition_context"] as String?) ?? "{}"))
        }
        return Relationship(
            object: try ObjectReference(type: row["object_type"], id: row["object_id"]), relation: row["relation"],
            subject: try SubjectReference(type: row["subject_type"], id: row["subject_id"], relation: relation.isEmpty ? nil : relation),
            condition: condition, expiresAt: row.optionalDate("expires_at"))
    }

    static func touch(_ relationship: Relationship, tenant: TenantID, in database: Database) throws {
        let context = try relationship.condition.map { try StoredValue.encode($0.context) }
        try database.cachedStatement(
            sql: """
                INSERT INTO relationships
                    (tenant_id, object_type, object_id, relation, subject_type, subject_id, subject_relation,
                     condition_name, condition_context, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET condition_name = excluded.condition_name, condition_context = excluded.condition_context,
                    expires_at = excluded.expires_at
                """
        ).execute(
            arguments: key(relationship.key, tenant: tenant)
                + [relationship.condition?.name, context, relationship.expiresAt.map(Column.time(_:))])
    }

    static func delete(_ key: RelationshipKey, tenant: TenantID, in database: Database) throws {
        try database.cachedStatement(
            sql: """
                DELETE FROM relationships WHERE tenant_id = ? AND object_type = ? AND object_id = ? AND relation = ?
                    AND subject_type = ? AND subject_id = ? AND subject_relation = ?
                """
        ).execute(arguments: self.key(key, tenant: tenant))
    }

    private static func key(_ key: RelationshipKey, tenant: TenantID) -> StatementArguments {
        [
            tenant.rawValue, key.object.type, key.object.id, key.relation, key.subject.type, key.subject.id,
            key.subject.relation ?? "",
        ]
    }
}
