import Foundation

/// Where a page of models ended: the tenant, and the number of its last model.
struct ModelCursor {
    let tenant: TenantID
    let number: Int64

    init(of tenant: TenantID, after model: StoredModel) {
        self.tenant = tenant
        number = Int64(model.id) ?? 0
    }

    init(parsing text: String, of tenant: TenantID) throws(StoreError) {
        guard text.utf8.count <= 512, let data = Data(base64Encoded: text) else { throw .invalidCursor }
        let parts = String(decoding: data, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == tenant.rawValue, let number = Int64(parts[1]) else { throw .invalidCursor }
        self.tenant = tenant
        self.number = number
    }

    var text: String { Data("\(tenant) \(number)".utf8).base64EncodedString() }
}
