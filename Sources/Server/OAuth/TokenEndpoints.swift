import API
import Hummingbird
import OAuth
import Store
import Tokens

/// What OAuth clients call: tokens for grants, what a token is worth, the end of a token.
struct TokenEndpoints: Sendable {
    let authority: Authority
    let audit: Audit

    func mount(on site: inout Site) {
        site.on(.post, .token, issue)
        site.on(.post, .introspect, introspect)
        site.on(.post, .revoke, revoke)
    }

    @Sendable private func issue(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await authority.tenant(exchange)
        let parameters = try await request.form(exchange)
        let record = TokenRecord(audit: audit, tenant: tenant, requestID: exchange.requestID)
        do {
            let issued = try await authority.authorizationServer.token(
                tenant, parameters, authorizationHeader: request.headers.single(.authorization))
            try await record.issued(issued)
            authority.metrics.countIssuedToken(grantType: issued.grantType)
            return try Answer.json(TokenBody(issued), headers: [.cacheControl: "no-store"])
        } catch let error as OAuthError {
            try await record.refused(error, clientID: (try? parameters.value("client_id")) ?? nil)
            throw error
        }
    }

    @Sendable private func introspect(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await authority.tenant(exchange)
        let parameters = try await request.form(exchange)
        return try Answer.json(
            try await authority.authorizationServer.introspect(
                tenant, parameters, authorizationHeader: request.headers.single(.authorization)))
    }

    @Sendable private func revoke(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await authority.tenant(exchange)
        let parameters = try await request.form(exchange)
        let record = TokenRecord(audit: audit, tenant: tenant, requestID: exchange.requestID)
        let count = try await authority.authorizationServer.revoke(
            tenant, parameters, authorizationHeader: request.headers.single(.authorization))
        // Known or not, the answer is the same (RFC 7009 §2.2); the audit has what ended.
        if count > 0 { try await record.revoked(count, clientID: (try? parameters.value("client_id")) ?? nil) }
        return Response(status: .ok)
    }
}

extension TokenBody {
    init(_ issued: TokenResponse) {
        self.init(
            accessToken: SecretText(issued.accessToken.exposed), tokenType: "Bearer", expiresIn: issued.expiresIn,
            scope: issued.scope.joined(separator: " "), refreshToken: issued.refreshToken.map { SecretText($0.exposed) })
    }
}

extension Request {
    /// The form of an OAuth request; another media type is refused like any malformed request (RFC 6749 §3.2).
    func form(_ exchange: Exchange) async throws -> FormParameters {
        guard mediaType == "application/x-www-form-urlencoded" else { throw MalformedForm() }
        // Validated, not repaired: two readers of a repaired text would read two different requests.
        guard let text = String(validating: try await bytes(upTo: BodyLimit.form, exchange), as: UTF8.self) else { throw MalformedForm() }
        return try FormParameters(parsing: text)
    }
}
