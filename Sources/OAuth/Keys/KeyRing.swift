import Foundation
package import Store
import Synchronization
package import Tokens

/// The signing keys of each tenant, opened with the master key on first use.
package final class KeyRing: Sendable {
    /// A tenant's keys: one to sign with, all to verify with.
    package struct Keys: Sendable {
        package let signing: SigningKey
        package let verification: VerificationKeys
        package let published: [JSONWebKey]
    }

    package enum Failure: Error, Sendable {
        case noKey(TenantID)
    }

    private let store: Store
    private let masterKey: MasterKey
    private let random: RandomSource
    private let opened = Mutex<[TenantID: Keys]>([:])

    package init(store: Store, masterKey: MasterKey, random: RandomSource) {
        self.store = store
        self.masterKey = masterKey
        self.random = random
    }

    package func keys(_ tenant: TenantID) async throws -> Keys {
        if let keys = opened.withLock({ $0[tenant] }) { return keys }
        let stored = try await store.signingKeys(tenant)
        guard let current = stored.first(where: { $0.retiredAt == nil }), let algorithm = SignatureAlgorithm(rawValue: current.algorithm)
        else {
            throw Failure.noKey(tenant)
        }
        let sealingContext = Self.context(tenant, keyID: current.keyID)
        let der = try masterKey.open(current.sealedPrivateKey, context: sealingContext)
        let published = try stored.map { try JSONDecoder().decode(JSONWebKey.self, from: Data($0.publicKeyJSON.utf8)) }
        let keys = Keys(
            signing: try SigningKey(privateKeyDER: der, algorithm: algorithm), verification: try VerificationKeys(published),
            published: published)
        opened.withLock { $0[tenant] = keys }
        return keys
    }

    /// A key for a tenant that is about to be made; its private part leaves this function only sealed.
    package func newSigningKey(for tenant: TenantID) throws -> NewSigningKey {
        let key = try SigningKey.generate(.es256)
        let sealed = try masterKey.seal(
            try key.privateKeyDER(), context: Self.context(tenant, keyID: key.keyID), random: random)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return NewSigningKey(
            keyID: key.keyID, algorithm: key.algorithm.rawValue, sealedPrivateKey: sealed,
            publicKeyJSON: String(decoding: try encoder.encode(key.publicKey), as: UTF8.self))
    }

    /// Binds a sealed key to its place, so that one copied into another tenant's row does not open.
    private static func context(_ tenant: TenantID, keyID: String) -> String { "signing-key/\(tenant)/\(keyID)" }
}
