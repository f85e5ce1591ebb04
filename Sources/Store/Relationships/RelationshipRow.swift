import Expressions
import Foundation
import GRDB
import Permissions

/// A relationship as it stands in its table.
enum RelationshipRow {
    static let keyColumnNames = ["object_type", "object_id", "relation", "subject_type", "subject_id", "subject_relation"]
    static let keyColumns = keyColumnNames.joined(separator: ", ")

    /// The columns that `read` expects, from the first one on.
    static let columns = "\(keyColumns), condition_name, condition_context, expires_at"

    static func read(_ row: RawStatement) throws -> Relationship {
        let relation = row.text(5)
        return Relationship(
            object: try ObjectReference(type: row.text(0), id: row.text(1)), relation: row.text(2),
            subject: try SubjectReference(type: row.text(3), id: row.text(4), relation: relation.isEmpty ? nil : relation),
            condition: try condition(row.optionalText(6), row.optionalText(7)), expiresAt: Column.time(row.optionalNumber(8)))
    }

    static func condition(_ name: String?, _ context: String?) throws -> ConditionReference? {
        try name.map { ConditionReference(name: $0, context: try StoredValue.decode(context ?? "{}")) }
    }

    static func context(_ relationship: Relationship) throws -> String? {
        try relationship.condition.map { try StoredValue.encode($0.context) }
    }

    /// Binds tenant and key to the positions 1 to 7.
    static func bind(_ key: RelationshipKey, of tenant: TenantID, to statement: RawStatement) {
        bind(key.object, key.relation, key.subject, of: tenant, to: statement)
    }

    static func bind(_ relationship: Relationship, of tenant: TenantID, to statement: RawStatement) {
        bind(relationship.object, relationship.relation, relationship.subject, of: tenant, to: statement)
    }

    private static func bind(
        _ object: ObjectReference, _ relation: String, _ subject: SubjectReference, of tenant: TenantID, to statement: RawStatement
    ) {
        statement.bind(1, tenant.rawValue)
        statement.bind(2, object.type)
        statement.bind(3, object.id)
        statement.bind(4, relation)
        statement.bind(5, subject.type)
        statement.bind(6, subject.id)
        statement.bind(7, subject.relation ?? "")
    }
}
