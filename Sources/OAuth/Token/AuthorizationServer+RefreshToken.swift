import Store
import Tokens

extension AuthorizationServer {
    /// The refresh token grant (OAuth 2.1 section 4.3): every use spends the token and issues its successor; a second use ends the family.
    ///
    /// Scope and resource are checked before the token is spent, so a client that asks wrongly may ask again.
    func refresh(
        _ tenant: TenantID, _ parameters: FormParameters, _ client: AuthenticatedClient
    ) async throws(OAuthError) -> TokenResponse {
        let refusal = OAuthError(.invalidGrant, "the refresh token is not valid")
        let tokenHash = sha256(try parameters.required("refresh_token"))
        guard let token = try await stored({ try await store.refreshToken(tenant, tokenHash: tokenHash) }) else { throw refusal }
        guard token.clientID == client.client.id else { throw refusal }
        let now = clock()
        guard token.grantRevokedAt == nil, now < token.expiresAt else { throw refusal }
        guard token.redeemedAt == nil else {
            _ = try await stored { try await store.revokeGrant(tenant, grantID: token.grantID, at: now) }
            throw OAuthError(
                .invalidGrant, refusal.description, detail: "the refresh token was used before; grant \(token.grantID) is revoked")
        }
        let scope = try narrowedScope(try parameters.value("scope"), granted: token.scope)
        if !parameters.all("resource").isEmpty {
            guard try await resource(tenant, parameters) == token.resource else {
                throw OAuthError(.invalidTarget, "the grant is for another resource")
            }
        }
        try await requireEnabled(tenant, token.userName, otherwise: refusal)

        let subject = Subject(
            name: token.userName.rawValue, type: .user, userName: token.userName, authenticatedAt: token.authenticatedAt,
            grantID: token.grantID)
        let minted = try await mint(tenant, client: client.client, subject: subject, scope: scope, resource: token.resource, now: now)
        let next = try await stored { try random.token("cardea_refresh_") }
        // The successor keeps the family's scope and end: narrowing one access token does not narrow the grant.
        let successor = RefreshToken(
            tokenHash: sha256(next), grantID: token.grantID, clientID: token.clientID, userName: token.userName, scope: token.scope,
            resource: token.resource, authenticatedAt: token.authenticatedAt, createdAt: now, expiresAt: token.expiresAt)
        let issuance = Issuance(accessToken: minted.record, refreshToken: successor)
        switch try await stored({ try await store.rotateRefreshToken(tenant, tokenHash: tokenHash, issuing: issuance, at: now) }) {
        case .redeemed: return response(minted.token, minted.record, refresh: next, subject: subject, grantType: .refreshToken)
        case .alreadyUsed(let grantID):
            _ = try await stored { try await store.revokeGrant(tenant, grantID: grantID, at: now) }
            throw OAuthError(
                .invalidGrant, refusal.description, detail: "the refresh token was used twice at once; grant \(grantID) is revoked")
        }
    }

    private func narrowedScope(_ text: String?, granted: [String]) throws(OAuthError) -> [String] {
        guard let text else { return granted }
        let asked = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard !asked.isEmpty, asked.allSatisfy(granted.contains) else {
            throw OAuthError(.invalidScope, "the scope is wider than what was granted")
        }
        return granted.filter(asked.contains)
    }
}
