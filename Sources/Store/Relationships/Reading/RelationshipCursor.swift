import Foundation
import Permissions

/// Where a page of relationships ended.
///
/// A cursor names its tenant, so that one of another tenant is refused and not misread.
struct RelationshipCursor {
    let key: RelationshipKey

    init(_ key: RelationshipKey) {
        self.key = key
    }

    /// The values of the key's columns, in their order.
    var values: [String] {
        [key.object.type, key.object.id, key.relation, key.subject.type, key.subject.id, key.subject.relation ?? ""]
    }

    init(parsing text: String, of tenant: TenantID) throws(StoreError) {
        guard text.utf8.count <= 4096, let data = Data(base64Encoded: text),
            let parts = try? Column.json([String].self, String(decoding: data, as: UTF8.self)), parts.count == 7,
            parts[0] == tenant.rawValue, let object = try? ObjectReference(type: parts[1], id: parts[2]),
            let subject = try? SubjectReference(type: parts[4], id: parts[5], relation: parts[6].isEmpty ? nil : parts[6])
        else { throw .invalidCursor }
        key = RelationshipKey(object: object, relation: parts[3], subject: subject)
    }

    func text(of tenant: TenantID) throws -> String {
        Data(try Column.json([tenant.rawValue] + values).utf8).base64EncodedString()
    }
}
