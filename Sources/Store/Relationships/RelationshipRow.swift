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

    /// True for one row; its values are what `bind` binds.
    static let keyCondition = (["tenant_id"] + keyColumnNames).map { "\($0) = ?" }.joined(separator: " AND ")

    static func read(_ row: RawStatement) throws -> Relationship {
        let relation = row.text(5)
        return Relationship(
            object: try ObjectReference(type: row.text(0), id: row.text(1)), relation: row.text(2),
            subject: try SubjectReference(type: row.text(3), id: row.text(4), relation: relation.isEmpty ? nil : relation),
            condition: try condition(row.optionalText(6), row.optionalText(7)), expiresAt: Column.expiry(row.optionalNumber(8)))
    }

    /// Whether a row of `columns` has neither condition nor expiry.
    static func isPlain(_ row: RawStatement) -> Bool { row.isNull(6) && row.isNull(8) }

    /// Runs `body` on the bytes of the key, which are the statement's own until its next step.
    @inline(__always)
    static func withTexts<Result>(_ row: RawStatement, _ body: (RelationshipTexts) throws -> Result) rethrows -> Result {
        try body(
            RelationshipTexts(
                objectType: row.bytes(0), objectID: row.bytes(1), relation: row.bytes(2), subjectType: row.bytes(3),
                subjectID: row.bytes(4), subjectRelation: row.bytes(5)))
    }

    /// The relationship of a plain row.
    static func plain(_ texts: RelationshipTexts) throws -> Relationship {
        func text(_ bytes: RelationshipTexts.Text) -> String { String(decoding: bytes, as: UTF8.self) }
        return Relationship(
            object: try ObjectReference(type: text(texts.objectType), id: text(texts.objectID)), relation: text(texts.relation),
            subject: try SubjectReference(
                type: text(texts.subjectType), id: text(texts.subjectID),
                relation: texts.subjectRelation.isEmpty ? nil : text(texts.subjectRelation)))
    }

    static func condition(_ name: String?, _ context: String?) throws -> ConditionReference? {
        try name.map { ConditionReference(name: $0, context: try StoredValue.decode(context ?? "{}")) }
    }

    static func context(_ relationship: Relationship) throws -> String? {
        try relationship.condition.map { try StoredValue.encode($0.context) }
    }

    /// Binds tenant and key to the positions 1 to 7.
    static func bind(_ key: RelationshipKey, of tenant: TenantID, to statement: RawStatement) {
        statement.bind(1, tenant.rawValue)
        statement.bind(2, key.object.type)
        statement.bind(3, key.object.id)
        statement.bind(4, key.relation)
        statement.bind(5, key.subject.type)
        statement.bind(6, key.subject.id)
        statement.bind(7, key.subject.relation ?? "")
    }

    /// The same for a statement that runs for many relationships.
    static func append(_ relationship: Relationship, of tenant: TenantID, to texts: inout RowTexts) {
        texts.append(1, tenant.rawValue)
        texts.append(2, relationship.object.type)
        texts.append(3, relationship.object.id)
        texts.append(4, relationship.relation)
        texts.append(5, relationship.subject.type)
        texts.append(6, relationship.subject.id)
        texts.append(7, relationship.subject.relation ?? "")
    }

    /// Appends what `description` says.
    static func appendText(of relationship: Relationship, to bytes: inout ContiguousArray<UInt8>) {
        func append(_ name: String, after separator: Unicode.Scalar?) {
            if let separator { bytes.append(UInt8(ascii: separator)) }
            bytes.append(bytesOf: name)
        }
        append(relationship.object.type, after: nil)
        append(relationship.object.id, after: ":")
        append(relationship.relation, after: "#")
        append(relationship.subject.type, after: "@")
        append(relationship.subject.id, after: ":")
        if let relation = relationship.subject.relation { append(relation, after: "#") }
    }
}
