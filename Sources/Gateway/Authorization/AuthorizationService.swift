package import API
package import Client

/// What the gateway asks the service; it decides nothing itself.
package protocol AuthorizationService: Sendable {
    func evaluate(_ question: EvaluationRequest, requestID: String) async throws -> EvaluationResponse
    /// In the order of the questions.
    func evaluate(_ questions: [EvaluationRequest], requestID: String) async throws -> [EvaluationResponse]
    /// The tenant's registered MCP servers.
    func servers() async throws -> [ServerBody]
    /// The issuer's public keys, a JWK Set.
    func keys() async throws -> [UInt8]
}

/// The service over HTTP, with the gateway's own credentials, which the client renews.
package struct RemoteAuthorizationService: AuthorizationService {
    private let client: ServiceClient
    private let tenant: String

    package init(client: ServiceClient, tenant: String) {
        self.client = client
        self.tenant = tenant
    }

    package func evaluate(_ question: EvaluationRequest, requestID: String) async throws -> EvaluationResponse {
        try await client.with(requestID: requestID).evaluate(question, tenant: tenant)
    }

    package func evaluate(_ questions: [EvaluationRequest], requestID: String) async throws -> [EvaluationResponse] {
        try await client.with(requestID: requestID).evaluate(questions, tenant: tenant)
    }

    package func servers() async throws -> [ServerBody] {
        try await client.servers(tenant: tenant)
    }

    package func keys() async throws -> [UInt8] {
        try await client.jwks(of: tenant)
    }
}
