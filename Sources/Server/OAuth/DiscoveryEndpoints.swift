import API
import Hummingbird
import OAuth
import Store

/// What clients find out by themselves: the metadata in its three places, with one and the same body, and the keys.
struct DiscoveryEndpoints: Sendable {
    /// Short enough for a new key to be known before the first token it signs reaches a verifier that keeps answers.
    private static let kept = "public, max-age=300"

    let authority: Authority

    func mount(on site: inout Site) {
        site.on(.get, .authorizationServerMetadata, metadata)
        site.on(.get, .openIDConfigurationAtRoot, metadata)
        site.on(.get, .openIDConfigurationOfIssuer, metadata)
        site.on(.get, .jwks, keys)
    }

    @Sendable private func metadata(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await authority.tenant(exchange)
        return try Answer.json(authority.authorizationServer.metadata(tenant), headers: [.cacheControl: Self.kept])
    }

    @Sendable private func keys(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await authority.tenant(exchange)
        let keys = try await authority.authorizationServer.jwks(tenant)
        return Answer.bytes(Array(keys), type: "application/jwk-set+json", headers: [.cacheControl: Self.kept])
    }
}

extension Authority {
    /// The tenant of the path, for whoever asks.
    func tenant(_ exchange: Exchange) async throws -> TenantID {
        let text = exchange.segment("tenant") ?? ""
        guard let id = try? TenantID(text), try await store.tenant(id) != nil else { throw Refusal.tenantNotFound(text) }
        return id
    }
}
