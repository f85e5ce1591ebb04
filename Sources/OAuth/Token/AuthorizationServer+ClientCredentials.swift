import Store
import Tokens

extension AuthorizationServer {
    /// The client credentials grant (OAuth 2.1 section 4.2): a confidential client for itself, no refresh token.
    func issueToAgent(
        _ tenant: TenantID, _ parameters: FormParameters, _ client: AuthenticatedClient
    ) async throws(OAuthError) -> TokenResponse {
        guard client.isConfidential else { throw OAuthError(.unauthorizedClient, "a client without a secret cannot use this grant type") }
        let scope = try Scope.requested(try parameters.value("scope"), registered: client.client.scopes)
        let resource = try await resource(tenant, parameters)
        let now = clock()
        let subject = Subject(name: client.client.id.rawValue, type: .agent, userName: nil, authenticatedAt: nil, grantID: nil)
        let minted = try await mint(tenant, client: client.client, subject: subject, scope: scope, resource: resource, now: now)
        try await stored { try await store.insertAccessToken(tenant, minted.record) }
        return response(minted.token, minted.record, refresh: nil, subject: subject, grantType: .clientCredentials)
    }
}
