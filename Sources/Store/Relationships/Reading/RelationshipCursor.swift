import Foundation
import Permissions

/// Where a page of relationships ended.
///
/// A cursor names its tenant and its filter, so that another's is refused and not misread.
struct RelationshipCursor {
    let key: RelationshipKey

    init(_ key: RelationshipKey) {
        self.key = key
    }

    /// The values of the key's columns, in their order.
    var values: [String] {
        [key.object.type, key.object.id, key.relation, key.subject.type, key.subject.id, key.subject.relation ?? ""]
    }

    init(parsing text: String, of tenant: TenantID, _ filter: RelationshipFilter) throws(StoreError) {
        guard text.utf8.count <= 4096, let data = Data(base64Encoded: text),
            let parts = try? Column.json([String].self, String(decoding: data, as: UTF8.self)), parts.count == 8,
            parts[0] == tenant.rawValue, parts[1] == filter.mark, let object = try? ObjectReference(type: parts[2], id: parts[3]),
            let subject = try? SubjectReference(type: parts[5], id: parts[6], relation: parts[7].isEmpty ? nil : parts[7])
        else { throw .invalidCursor }
        key = RelationshipKey(object: object, relation: parts[4], subject: subject)
    }

    func text(of tenant: TenantID, _ filter: RelationshipFilter) throws -> String {
        Data(try Column.json([tenant.rawValue, filter.mark] + values).utf8).base64EncodedString()
    }
}
