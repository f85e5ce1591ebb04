package import Foundation
package import Store
import Synchronization
package import Tokens

/// Tells good access tokens from others, remembering those it has found good.
///
/// A remembered token is forgotten when it expires or when anything in its tenant has been revoked since, so remembering never keeps a token
/// alive; it only saves the signature and the look into the store.
package final class BearerAuthenticator: Sendable {
    package enum Refusal: Error, Sendable, Equatable {
        case invalid(TokenRefusal)
        case revoked
        case unavailable
    }

    /// A token that was good when it was last looked at.
    package final class Remembered: Sendable {
        package let claims: AccessTokenClaims
        /// Whether it is for the service itself.
        fileprivate let isForService: Bool
        fileprivate let epoch: UInt64

        fileprivate init(claims: AccessTokenClaims, isForService: Bool, epoch: UInt64) {
            self.claims = claims
            self.isForService = isForService
            self.epoch = epoch
        }
    }

    private static let capacity = 20_000

    private let store: Store
    private let keys: KeyRing
    private let issuer: @Sendable (TenantID) -> String
    private let clock: @Sendable () -> Date
    private let remembered = Mutex<[Key: Remembered]>([:])

    private struct Key: Hashable {
        let tenant: TenantID
        let digest: TokenDigest

        func hash(into hasher: inout Hasher) {
            // Tokens are of one tenant each: looking at its name as well would tell nothing apart.
            hasher.combine(digest)
        }
    }

    package init(store: Store, keys: KeyRing, issuer: @escaping @Sendable (TenantID) -> String, clock: @escaping @Sendable () -> Date) {
        self.store = store
        self.keys = keys
        self.issuer = issuer
        self.clock = clock
    }

    /// The claims of a good token; `audience` nil accepts a token for anything of this tenant.
    package func authenticate(_ tenant: TenantID, token: String, audience: String?) async throws(Refusal) -> AccessTokenClaims {
        let now = clock()
        let key = Key(tenant: tenant, digest: TokenDigest(token))
        // INVARIANT: the epoch is read before the status, so a revocation between the two makes what is remembered stale, not immortal.
        let epoch = store.revocationEpoch(tenant)
        if let known = known(key, epoch: epoch, now: now), known.isFor(audience) { return known.claims }
        let claims = try await verify(tenant, token, audience: audience, now: now)
        remembered.withLock { remembered in
            if remembered.count >= Self.capacity { remembered.removeAll(keepingCapacity: true) }
            remembered[key] = Remembered(claims: claims, isForService: claims.audience.contains(issuer(tenant)), epoch: epoch)
        }
        return claims
    }

    /// The claims of a token that has been found good before and still is, for whatever it is; nil says nothing about it. For a path that
    /// must not wait.
    package func recall(_ tenant: TenantID, token: String) -> AccessTokenClaims? {
        known(Key(tenant: tenant, digest: TokenDigest(token)), epoch: store.revocationEpoch(tenant), now: clock())?.claims
    }

    /// The same for a token that has to be for the service itself.
    package func recallForService(_ tenant: TenantID, _ digest: TokenDigest, at now: Date) -> Remembered? {
        guard let known = known(Key(tenant: tenant, digest: digest), epoch: store.revocationEpoch(tenant), now: now), known.isForService
        else { return nil }
        return known
    }

    private func known(_ key: Key, epoch: UInt64, now: Date) -> Remembered? {
        guard let known = remembered.withLock({ $0[key] }), known.epoch == epoch, now < known.claims.expiresAt else { return nil }
        return known
    }

    private func verify(_ tenant: TenantID, _ token: String, audience: String?, now: Date) async throws(Refusal) -> AccessTokenClaims {
        let status: TokenStatus
        let claims: AccessTokenClaims
        do {
            let verification = try await keys.keys(tenant).verification
            claims = try UnverifiedToken(token).verified(
                with: verification, issuer: issuer(tenant), audience: audience, now: now, leeway: 0
            ).claims
            status = try await store.accessTokenStatus(tenant, tokenID: claims.tokenID)
        } catch let refusal as TokenRefusal {
            throw .invalid(refusal)
        } catch {
            throw .unavailable
        }
        guard status == .active else { throw .revoked }
        return claims
    }
}

extension BearerAuthenticator.Remembered {
    /// Nil stands for anything of its tenant.
    fileprivate func isFor(_ audience: String?) -> Bool {
        audience.map(claims.audience.contains) ?? true
    }
}
