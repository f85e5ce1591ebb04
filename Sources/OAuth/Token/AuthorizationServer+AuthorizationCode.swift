import Foundation
import Store
import Tokens

extension AuthorizationServer {
    /// The authorization code grant (OAuth 2.1 section 4.1.3).
    ///
    /// The code is spent only after every other check has passed, in the transaction that stores what it buys. So a wrong verifier or a foreign
    /// client cannot burn somebody's code, nor end the tokens of its rightful owner (section 7.5.3); a second valid use ends the family.
    func exchangeCode(
        _ tenant: TenantID, _ parameters: FormParameters, _ client: AuthenticatedClient
    ) async throws(OAuthError) -> TokenResponse {
        let refusal = OAuthError(.invalidGrant, "the authorization code is not valid")
        let codeHash = sha256(try parameters.required("code"))
        let verifier = try parameters.required("code_verifier")
        guard let code = try await stored({ try await store.authorizationCode(tenant, codeHash: codeHash) }) else { throw refusal }
        guard code.clientID == client.client.id else { throw refusal }
        if let redirectURI = try parameters.value("redirect_uri"), redirectURI != code.redirectURI { throw refusal }
        guard let challenge = try? CodeChallenge(s256: code.codeChallenge), challenge.matches(verifier) else { throw refusal }
        guard code.redeemedAt == nil else {
            _ = try await stored { try await store.revokeGrant(tenant, grantID: code.grantID, at: clock()) }
            throw OAuthError(.invalidGrant, refusal.description, detail: "the code was used before; grant \(code.grantID) is revoked")
        }
        let now = clock()
        guard now < code.expiresAt else { throw refusal }
        if !parameters.all("resource").isEmpty {
            guard try await resource(tenant, parameters) == code.resource else {
                throw OAuthError(.invalidTarget, "the code was issued for another resource")
            }
        }
        try await requireEnabled(tenant, code.userName, otherwise: refusal)

        let subject = Subject(
            name: code.userName.rawValue, type: .user, userName: code.userName, authenticatedAt: code.authenticatedAt, grantID: code.grantID
        )
        let minted = try await mint(tenant, client: client.client, subject: subject, scope: code.scope, resource: code.resource, now: now)
        let refresh = try await newRefreshToken(client.client, subject: code, now: now)
        let issuance = Issuance(accessToken: minted.record, refreshToken: refresh?.record)
        switch try await stored({ try await store.redeemAuthorizationCode(tenant, codeHash: codeHash, issuing: issuance, at: now) }) {
        case .redeemed:
            return response(minted.token, minted.record, refresh: refresh?.token, subject: subject, grantType: .authorizationCode)
        case .alreadyUsed(let grantID):
            _ = try await stored { try await store.revokeGrant(tenant, grantID: grantID, at: now) }
            throw OAuthError(.invalidGrant, refusal.description, detail: "the code was used twice at once; grant \(grantID) is revoked")
        }
    }

    func requireEnabled(_ tenant: TenantID, _ user: UserName, otherwise refusal: OAuthError) async throws(OAuthError) {
        guard let user = try await stored({ try await store.user(tenant, user) }), user.disabledAt == nil else { throw refusal }
    }

    /// A first refresh token, where the client has that grant.
    private func newRefreshToken(
        _ client: OAuthClient, subject code: AuthorizationCode, now: Date
    ) async throws(OAuthError) -> (token: Secret, record: RefreshToken)? {
        guard client.grantTypes.contains(.refreshToken) else { return nil }
        let token = try await stored { try random.token("cardea_refresh_") }
        let record = RefreshToken(
            tokenHash: sha256(token), grantID: code.grantID, clientID: client.id, userName: code.userName, scope: code.scope,
            resource: code.resource, authenticatedAt: code.authenticatedAt, createdAt: now,
            expiresAt: now.addingTimeInterval(lifetimes.refreshToken))
        return (token, record)
    }
}
