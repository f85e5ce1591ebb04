import Foundation
import Permissions

/// Where a page of the relationships ended that a model does not accept.
///
/// It names its tenant, its model and its revision: a page of another list would leave something out.
struct ConflictCursor {
    let revision: Revision
    let key: RelationshipKey
    /// Of the conflicts on all pages, as they were counted with the first.
    let count: Int

    init(_ key: RelationshipKey, at revision: Revision, count: Int) {
        self.key = key
        self.revision = revision
        self.count = count
    }

    init(parsing text: String, of tenant: TenantID, _ model: Model) throws(StoreError) {
        guard text.utf8.count <= 4096, let data = Data(base64Encoded: text),
            let parts = try? Column.json([String].self, String(decoding: data, as: UTF8.self)), parts.count == 5,
            parts[0] == tenant.rawValue, parts[1] == Self.mark(model), let revision = UInt64(parts[2]), let count = Int(parts[3]),
            let key = try? RelationshipKey(parsing: parts[4])
        else { throw .invalidCursor }
        self.count = count
        self.revision = Revision(rawValue: revision)
        self.key = key
    }

    func text(of tenant: TenantID, _ model: Model) throws -> String {
        let parts = [tenant.rawValue, Self.mark(model), revision.description, String(count), key.description]
        return Data(try Column.json(parts).utf8).base64EncodedString()
    }

    private static func mark(_ model: Model) -> String { String(SHA256Digest.hexadecimal(of: model.source.utf8).prefix(16)) }
}
