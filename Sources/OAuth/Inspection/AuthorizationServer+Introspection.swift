import Foundation
package import Store
import Tokens

extension AuthorizationServer {
    /// Introspection (RFC 7662): a resource server of the tenant sees every access token of the tenant, other clients only their own tokens.
    package func introspect(
        _ tenant: TenantID, _ parameters: FormParameters, authorizationHeader: String?
    ) async throws(OAuthError) -> IntrospectionResponse {
        try parameters.requireNoneRepeated()
        let caller = try await authenticateClient(tenant, parameters, authorizationHeader: authorizationHeader)
        guard caller.isConfidential else { throw OAuthError(.invalidClient, "introspection needs a client with a secret") }
        let text = try parameters.required("token")
        if let claims = await activeClaims(tenant, text) {
            guard caller.client.kind == .resourceServer || claims.clientID == caller.client.id.rawValue else { return .inactive }
            return Self.response(for: claims)
        }
        return try await introspectRefreshToken(tenant, text, caller)
    }

    /// The claims of an access token that is good now; for the administrator who asks about any token.
    package func inspect(_ tenant: TenantID, token: String) async -> IntrospectionResponse {
        guard let claims = await activeClaims(tenant, token) else { return .inactive }
        return Self.response(for: claims)
    }

    /// Claims of an access token whose signature, issuer, expiry and status were all found good.
    private func activeClaims(_ tenant: TenantID, _ text: String) async -> AccessTokenClaims? {
        guard let unverified = try? UnverifiedToken(text), let keys = try? await keys.keys(tenant).verification else { return nil }
        let verified = try? unverified.verified(with: keys, issuer: issuer(tenant), audience: nil, now: clock(), leeway: 0)
        guard let claims = verified?.claims, (try? await store.accessTokenStatus(tenant, tokenID: claims.tokenID)) == .active else {
            return nil
        }
        return claims
    }

    private static func response(for claims: AccessTokenClaims) -> IntrospectionResponse {
        IntrospectionResponse(
            active: true, scope: claims.scope.joined(separator: " "), client_id: claims.clientID,
            username: claims.subjectType == .user ? claims.subject : nil, token_type: "Bearer",
            exp: Int(claims.expiresAt.timeIntervalSince1970), iat: Int(claims.issuedAt.timeIntervalSince1970), sub: claims.subject,
            aud: claims.audience.first, iss: claims.issuer, jti: claims.tokenID)
    }

    private func introspectRefreshToken(
        _ tenant: TenantID, _ text: String, _ caller: AuthenticatedClient
    ) async throws(OAuthError) -> IntrospectionResponse {
        let token = try await stored { try await store.refreshToken(tenant, tokenHash: sha256(text)) }
        guard let token, token.clientID == caller.client.id, token.redeemedAt == nil, token.grantRevokedAt == nil, clock() < token.expiresAt
        else { return .inactive }
        return IntrospectionResponse(
            active: true, scope: token.scope.joined(separator: " "), client_id: token.clientID.rawValue, username: token.userName.rawValue,
            exp: Int(token.expiresAt.timeIntervalSince1970), iat: Int(token.createdAt.timeIntervalSince1970), sub: token.userName.rawValue,
            aud: token.resource, iss: issuer(tenant))
    }
}
