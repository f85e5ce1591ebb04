import API
import HTTPTypes
import Hummingbird
import OAuth
import Store
import Tokens

/// Lets in programs that hold an access token of the tenant for the service itself: audience the issuer, and a scope.
struct TenantBearer: Sendable {
    let authority: Authority

    /// The tenant of the path, when the token is good for it. A tenant that does not exist has no good tokens, so it looks the same.
    func tenant(_ request: Request, _ exchange: Exchange, scope: String) async throws -> TenantID {
        guard let token = request.bearer, let tenant = try? TenantID(exchange.segment("tenant") ?? "") else {
            throw Refusal.unauthenticated
        }
        let claims: AccessTokenClaims
        do throws(BearerAuthenticator.Refusal) {
            claims = try await authority.bearers.authenticate(tenant, token: token, audience: authority.issuer(tenant))
        } catch {
            // A tenant without keys is one that does not exist; the answer must not say so.
            if error == .unavailable, try await authority.store.tenant(tenant) == nil { throw Self.invalid(cause: "no such tenant") }
            throw Self.refusal(for: error)
        }
        guard claims.scope.contains(scope) else {
            throw Refusal(
                .forbidden, "the access token lacks the scope `\(scope)`",
                headers: [.wwwAuthenticate: "Bearer realm=\"cardea\", error=\"insufficient_scope\", scope=\"\(scope)\""])
        }
        return tenant
    }

    private static func refusal(for refusal: BearerAuthenticator.Refusal) -> Refusal {
        switch refusal {
        case .unavailable: Refusal(.unavailable, "the access token cannot be checked just now: try again", headers: [.retryAfter: "1"])
        case .invalid(let reason): invalid(cause: reason.code.rawValue)
        case .revoked: invalid(cause: "revoked")
        }
    }

    private static func invalid(cause: String) -> Refusal {
        Refusal(
            .unauthenticated, "the access token is not valid here",
            headers: [.wwwAuthenticate: "Bearer realm=\"cardea\", error=\"invalid_token\""], cause: "access token: \(cause)")
    }
}
