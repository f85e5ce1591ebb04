import API
import Hummingbird
import OAuth
import Store

/// What an administrator may do about tokens that are out there: end them, look into them.
struct IssuedTokenEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.post, .tokenRevocation, revoke)
        site.on(.post, .tokenInspection, inspect)
    }

    @Sendable private func revoke(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(TokenRevocation.self, from: bytes)
        let (count, what) = try await end(body, tenant: entry.tenant)
        try await gate.audit.changed(
            entry, .token, action: "token.revoke", resource: what, details: ["revoked": String(count)])
        return try Answer.json(RevokedCount(revoked: count))
    }

    private func end(_ revocation: TokenRevocation, tenant: TenantID) async throws -> (count: Int, what: String) {
        let (store, now) = (authority.store, authority.clock())
        switch revocation {
        case .token(let token):
            return (try await authority.authorizationServer.revoke(tenant, token: token.exposed, of: nil), "token")
        case .tokenID(let id): return (try await store.revokeAccessToken(tenant, tokenID: id, at: now), "token:\(id.prefix(200))")
        case .grantID(let id): return (try await store.revokeGrant(tenant, grantID: id, at: now), "grant:\(id.prefix(200))")
        case .user(let text):
            guard let name = try? UserName(text), try await store.user(tenant, name) != nil else {
                throw Refusal(.userNotFound, "there is no user `\(text)`")
            }
            return (try await store.revokeTokens(tenant, user: name, at: now), "user:\(name)")
        }
    }

    @Sendable private func inspect(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(TokenInspection.self, from: bytes)
        return try Answer.json(await authority.authorizationServer.inspect(entry.tenant, token: body.token.exposed))
    }
}
