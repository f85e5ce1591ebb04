import Foundation
import GRDB
package import Permissions

/// Which relationships to read; nil leaves a part open.
package struct RelationshipFilter: Sendable, Equatable {
    package var object: ObjectReference?
    package var relation: String?
    package var subject: SubjectReference?

    package init(object: ObjectReference? = nil, relation: String? = nil, subject: SubjectReference? = nil) {
        self.object = object
        self.relation = relation
        self.subject = subject
    }
}

/// One page of a list, with the cursor of the next one where there is more.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    package let next: String?
}

extension Store {
    /// Relationships in the order of their key; `after` is the `next` of the page before.
    package func relationships(
        _ tenant: TenantID, matching filter: RelationshipFilter, after: String?, limit: Int
    ) async throws -> Page<Relationship> {
        let limit = min(max(limit, 1), 1000)
        var conditions = ["tenant_id = ?"]
        var values: [String] = [tenant.rawValue]
        func require(_ column: String, _ value: String?) {
            guard let value else { return }
            conditions.append("\(column) = ?")
            values.append(value)
        }
        require("object_type", filter.object?.type)
        require("object_id", filter.object?.id)
        require("relation", filter.relation)
        require("subject_type", filter.subject?.type)
        require("subject_id", filter.subject?.id)
        require("subject_relation", filter.subject.map { $0.relation ?? "" })
        if let after {
            let parts = try Self.cursorParts(after, tenant: tenant)
            conditions.append(
                "(object_type, object_id, relation, subject_type, subject_id, subject_relation) > (?, ?, ?, ?, ?, ?)")
            values += parts
        }
        let sql = """
            SELECT * FROM relationships WHERE \(conditions.joined(separator: " AND "))
            ORDER BY object_type, object_id, relation, subject_type, subject_id, subject_relation LIMIT \(limit + 1)
            """
        let arguments = StatementArguments(values)
        let found = try await pool.read { try Row.fetchAll($0, sql: sql, arguments: arguments).map(RelationshipRow.read) }
        let items = Array(found.prefix(limit))
        return Page(items: items, next: found.count > limit ? items.last.flatMap { try? Self.cursor($0.key, tenant: tenant) } : nil)
    }

    /// A cursor names its tenant, so that one of another tenant is refused and not misread.
    private static func cursor(_ key: RelationshipKey, tenant: TenantID) throws -> String {
        let parts = [
            tenant.rawValue, key.object.type, key.object.id, key.relation, key.subject.type, key.subject.id, key.subject.relation ?? "",
        ]
        return Data(try Column.json(parts).utf8).base64EncodedString()
    }

    private static func cursorParts(_ cursor: String, tenant: TenantID) throws -> [String] {
        guard cursor.utf8.count <= 4096, let data = Data(base64Encoded: cursor),
            let parts = try? Column.json([String].self, String(decoding: data, as: UTF8.self)), parts.count == 7,
            parts[0] == tenant.rawValue
        else { throw StoreError.invalidCursor }
        return Array(parts.dropFirst())
    }
}
