import Foundation
package import Store
import Tokens

extension AuthorizationServer {
    /// Revocation (RFC 7009): a client ends its own tokens; a refresh token takes its family with it. What is not known is revoked already.
    package func revoke(
        _ tenant: TenantID, _ parameters: FormParameters, authorizationHeader: String?
    ) async throws(OAuthError) -> Int {
        try parameters.requireNoneRepeated()
        let caller = try await authenticateClient(tenant, parameters, authorizationHeader: authorizationHeader)
        return try await revoke(tenant, token: try parameters.required("token"), of: caller.client.id)
    }

    /// Ends one token, of whatever client when `owner` is nil; answers how many access tokens it ended.
    package func revoke(_ tenant: TenantID, token text: String, of owner: ClientID?) async throws(OAuthError) -> Int {
        let now = clock()
        if let unverified = try? UnverifiedToken(text) {
            let keys: VerificationKeys = try await stored { try await self.keys.keys(tenant).verification }
            guard let claims = try? unverified.claimsIgnoringTimes(with: keys, issuer: issuer(tenant)),
                owner == nil || claims.clientID == owner?.rawValue
            else { return 0 }
            return try await stored { try await store.revokeAccessToken(tenant, tokenID: claims.tokenID, at: now) }
        }
        let token = try await stored { try await store.refreshToken(tenant, tokenHash: sha256(text)) }
        guard let token, owner == nil || token.clientID == owner else { return 0 }
        return try await stored { try await store.revokeGrant(tenant, grantID: token.grantID, at: now) }
    }
}
