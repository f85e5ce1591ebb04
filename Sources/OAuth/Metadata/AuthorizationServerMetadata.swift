package import Foundation
package import Store

/// The metadata of RFC 8414, with what is implemented and nothing else.
package struct AuthorizationServerMetadata: Codable, Sendable, Equatable {
    package let issuer: String
    package let authorization_endpoint: String
    package let token_endpoint: String
    package let jwks_uri: String
    package let introspection_endpoint: String
    package let revocation_endpoint: String
    package let scopes_supported: [String]
    package let response_types_supported: [String]
    package let response_modes_supported: [String]
    package let grant_types_supported: [String]
    package let code_challenge_methods_supported: [String]
    package let token_endpoint_auth_methods_supported: [String]
    package let introspection_endpoint_auth_methods_supported: [String]
    package let revocation_endpoint_auth_methods_supported: [String]
    package let authorization_response_iss_parameter_supported: Bool
    package let subject_types_supported: [String]

    init(issuer: String) {
        self.issuer = issuer
        authorization_endpoint = "\(issuer)/authorize"
        token_endpoint = "\(issuer)/token"
        jwks_uri = "\(issuer)/jwks"
        introspection_endpoint = "\(issuer)/introspect"
        revocation_endpoint = "\(issuer)/revoke"
        scopes_supported = Scope.all
        response_types_supported = ["code"]
        response_modes_supported = ["query"]
        grant_types_supported = ["authorization_code", "refresh_token", "client_credentials"]
        code_challenge_methods_supported = ["S256"]
        token_endpoint_auth_methods_supported = ["none", "client_secret_basic", "client_secret_post"]
        introspection_endpoint_auth_methods_supported = ["client_secret_basic", "client_secret_post"]
        revocation_endpoint_auth_methods_supported = ["none", "client_secret_basic", "client_secret_post"]
        authorization_response_iss_parameter_supported = true
        subject_types_supported = ["public"]
    }
}

extension AuthorizationServer {
    package func metadata(_ tenant: TenantID) -> AuthorizationServerMetadata {
        AuthorizationServerMetadata(issuer: issuer(tenant))
    }

    /// The tenant's public keys as a JWK Set (RFC 7517 section 5).
    package func jwks(_ tenant: TenantID) async throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(["keys": try await keys.keys(tenant).published])
    }
}
