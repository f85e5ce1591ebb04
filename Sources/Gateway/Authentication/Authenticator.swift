import API
import Foundation
import Tokens

/// Turns the token of a request into its caller: signature, issuer, audience, times, scope.
///
/// Whether the token was revoked is the service's to say, with every decision.
struct Authenticator: Sendable {
    /// Nothing could be checked, because the issuer's keys are not to be had.
    struct KeysUnavailable: Error {}

    private let issuer: String
    private let keys: IssuerKeys
    private let now: @Sendable () -> Date
    private let verified = GenerationalCache<[UInt8], VerifiedAccessToken>(capacity: 20_000)

    init(issuer: String, keys: IssuerKeys, now: @escaping @Sendable () -> Date) {
        self.issuer = issuer
        self.keys = keys
        self.now = now
    }

    /// Throws `Unauthenticated` or `KeysUnavailable`.
    func caller(of request: GatewayRequest, at server: ServerEntry) async throws -> Caller {
        let credential = try BearerCredential(request)
        let token = try await verifiedToken(credential.token, audience: server.resourceURI)
        guard token.claims.scope.contains(Scope.callTools) else {
            throw Unauthenticated(.insufficientScope, "the token lacks the scope \(Scope.callTools)")
        }
        return Caller(token.claims, token: credential.token)
    }

    /// A signature is checked once for each audience; the times of a remembered token are looked at each time.
    private func verifiedToken(_ token: SecretText, audience: String) async throws -> VerifiedAccessToken {
        let digest = sha256("\(audience) \(token.exposed)")
        if let known = verified[digest] {
            guard now() < known.claims.expiresAt else {
                verified[digest] = nil
                throw Unauthenticated(.invalidToken, "the token has expired")
            }
            return known
        }
        let fresh = try await verify(token, audience: audience)
        verified[digest] = fresh
        return fresh
    }

    private func verify(_ token: SecretText, audience: String) async throws -> VerifiedAccessToken {
        do {
            let unverified = try UnverifiedToken(token.exposed)
            guard let keyID = unverified.keyID else { throw Unauthenticated(.invalidToken, "the token names no key") }
            return try unverified.verified(with: try await issuerKeys(keyID), issuer: issuer, audience: audience, now: now())
        } catch let refusal as TokenRefusal {
            throw Unauthenticated(.invalidToken, refusal.message)
        }
    }

    private func issuerKeys(_ keyID: String) async throws -> VerificationKeys {
        do {
            return try await keys.keys(knowing: keyID)
        } catch {
            throw KeysUnavailable()
        }
    }
}
