import Foundation
package import Store
import Tokens

extension AuthorizationServer {
    /// The token endpoint (OAuth 2.1 section 3.2): the client first, then the grant.
    package func token(
        _ tenant: TenantID, _ parameters: FormParameters, authorizationHeader: String?
    ) async throws(OAuthError) -> TokenResponse {
        try parameters.requireNoneRepeated()
        let client = try await authenticateClient(tenant, parameters, authorizationHeader: authorizationHeader)
        let name = try parameters.required("grant_type")
        guard let grantType = GrantType(rawValue: name) else { throw OAuthError(.unsupportedGrantType, "the grant type is not supported") }
        guard client.client.grantTypes.contains(grantType) else {
            throw OAuthError(.unauthorizedClient, "the client is not registered for this grant type")
        }
        return switch grantType {
        case .authorizationCode: try await exchangeCode(tenant, parameters, client)
        case .refreshToken: try await refresh(tenant, parameters, client)
        case .clientCredentials: try await issueToAgent(tenant, parameters, client)
        }
    }

    /// What one access token will say.
    struct Subject {
        let name: String
        let type: AccessTokenClaims.SubjectType
        let userName: UserName?
        let authenticatedAt: Date?
        let grantID: String?
    }

    /// An access token, minted and ready to be recorded.
    func mint(
        _ tenant: TenantID, client: OAuthClient, subject: Subject, scope: [String], resource: String, now: Date
    ) async throws(OAuthError) -> (token: Secret, record: AccessTokenRecord) {
        let expiresAt = now.addingTimeInterval(lifetimes.accessToken)
        return try await stored {
            let claims = AccessTokenClaims(
                issuer: issuer(tenant), subject: subject.name, audience: [resource], clientID: client.id.rawValue, scope: scope,
                tokenID: try random.token("", bytes: 16).exposed, grantID: subject.grantID, issuedAt: now, expiresAt: expiresAt,
                authenticatedAt: subject.authenticatedAt, subjectType: subject.type)
            let token = try AccessToken.mint(claims, with: try await keys.keys(tenant).signing)
            let record = AccessTokenRecord(
                tokenID: claims.tokenID, grantID: subject.grantID, clientID: client.id, userName: subject.userName, audience: resource,
                scope: scope, issuedAt: now, expiresAt: expiresAt)
            return (token, record)
        }
    }

    func response(
        _ token: Secret, _ record: AccessTokenRecord, refresh: Secret?, subject: Subject, grantType: GrantType
    ) -> TokenResponse {
        TokenResponse(
            accessToken: token, expiresIn: Int(lifetimes.accessToken), refreshToken: refresh, scope: record.scope,
            clientID: record.clientID.rawValue, subject: subject.name, resource: record.audience, tokenID: record.tokenID,
            grantType: grantType.rawValue)
    }
}
