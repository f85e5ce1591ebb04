package import Foundation
package import Permissions

package struct NewSigningKey: Sendable {
    package let keyID: String
    package let algorithm: String
    package let sealedPrivateKey: [UInt8]
    package let publicKeyJSON: String

    package init(keyID: String, algorithm: String, sealedPrivateKey: [UInt8], publicKeyJSON: String) {
        self.keyID = keyID
        self.algorithm = algorithm
        self.sealedPrivateKey = sealedPrivateKey
        self.publicKeyJSON = publicKeyJSON
    }
}

package struct StoredSigningKey: Sendable {
    package let keyID: String
    package let algorithm: String
    package let sealedPrivateKey: [UInt8]
    package let publicKeyJSON: String
    package let createdAt: Date
    package let retiredAt: Date?
}

package struct NewTenant: Sendable {
    package let id: TenantID
    package let displayName: String
    package let signingKey: NewSigningKey
    package let model: Model
    package let createdAt: Date

    package init(id: TenantID, displayName: String, signingKey: NewSigningKey, model: Model, createdAt: Date) {
        self.id = id
        self.displayName = displayName
        self.signingKey = signingKey
        self.model = model
        self.createdAt = createdAt
    }
}

package struct Tenant: Sendable, Equatable {
    package let id: TenantID
    package let displayName: String
    package let createdAt: Date
}
