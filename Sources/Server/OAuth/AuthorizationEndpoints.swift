import API
import HTTPTypes
import Hummingbird
import OAuth
import Pages
import Store
import Tokens

/// The pages on which a person signs in and agrees, and the redirect back to the client (OAuth 2.1 §4.1).
struct AuthorizationEndpoints: Sendable {
    let authority: Authority
    let audit: Audit

    private var server: AuthorizationServer { authority.authorizationServer }
    private var cookie: SessionCookie { SessionCookie(isHTTPS: authority.baseURL.isHTTPS) }

    func mount(on site: inout Site) {
        site.on(.get, .authorize, authorizeByQuery)
        site.on(.post, .authorize, authorizeByForm)
        site.on(.post, .signIn, signIn)
        site.on(.post, .consent, consent)
    }

    @Sendable private func authorizeByQuery(_ request: Request, _ exchange: Exchange) async throws -> Response {
        try await authorize(request, exchange) { try FormParameters(parsing: request.uri.query ?? "") }
    }

    @Sendable private func authorizeByForm(_ request: Request, _ exchange: Exchange) async throws -> Response {
        try await authorize(request, exchange) { try await request.form(exchange) }
    }

    private func authorize(
        _ request: Request, _ exchange: Exchange, _ read: () async throws -> FormParameters
    ) async throws -> Response {
        let visit = try await visit(request, exchange)
        let parameters: FormParameters
        do {
            parameters = try await read()
        } catch is OAuthError, is MalformedForm {
            return visit.page(.error("the request cannot be read"))
        }
        return visit.answer(await server.authorize(visit.tenant.id, parameters, browser: visit.browser), browser: visit.browser)
    }

    @Sendable private func signIn(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let visit = try await visit(request, exchange)
        guard visit.isFromHere(request) else { return visit.page(.error("the form did not come from this site"), status: .forbidden) }
        guard let parameters = try await posted(request, exchange), let name = try? parameters.value("username"),
            let password = try? parameters.value("password")
        else { return visit.page(.error("the form is incomplete")) }
        let (outcome, browser) = await server.signIn(visit.tenant.id, parameters, user: name, password: Secret(password))
        try await record(visit, name: name, client: (try? parameters.value("client_id")) ?? nil, outcome, succeeded: browser != nil)
        var response = visit.answer(outcome, browser: browser, user: name)
        if let browser {
            // Whatever session the browser had before is over: a new secret at every sign-in (against session fixation).
            if let old = visit.browser { try await authority.store.deleteSession(visit.tenant.id, idHash: old.session.idHash) }
            response.headers[.setCookie] = cookie.header(for: browser)
        }
        return response
    }

    @Sendable private func consent(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let visit = try await visit(request, exchange)
        let refusal = PageContent.error("the form did not come from this browser; start again from the application")
        guard visit.isFromHere(request), let browser = visit.browser else { return visit.page(refusal, status: .forbidden) }
        guard let parameters = try await posted(request, exchange), let decision = try? parameters.value("decision"),
            ["approve", "deny"].contains(decision), let formToken = try? parameters.value("form_token")
        else { return visit.page(.error("the form is incomplete")) }
        let isApproved = decision == "approve"
        let outcome = await server.decide(
            visit.tenant.id, parameters, browser: browser, formToken: formToken, isApproved: isApproved)
        guard let outcome else { return visit.page(refusal, status: .forbidden) }
        try await record(visit, browser: browser, client: (try? parameters.value("client_id")) ?? nil, isApproved: isApproved)
        return visit.answer(outcome, browser: browser)
    }

    private func posted(_ request: Request, _ exchange: Exchange) async throws -> FormParameters? {
        do {
            return try await request.form(exchange)
        } catch is OAuthError, is MalformedForm {
            return nil
        }
    }

    private func visit(_ request: Request, _ exchange: Exchange) async throws -> Visit {
        let text = exchange.segment("tenant") ?? ""
        guard let id = try? TenantID(text), let tenant = try await authority.store.tenant(id) else { throw Refusal.tenantNotFound(text) }
        let browser = await server.browser(id, cookie: cookie.value(in: request.headers))
        return Visit(tenant: tenant, browser: browser, baseURL: authority.baseURL, requestID: exchange.requestID)
    }

    private func record(
        _ visit: Visit, name: String, client: String?, _ outcome: AuthorizationOutcome, succeeded: Bool
    ) async throws {
        var reason = "password"
        if case .signIn(_, let problem) = outcome, let problem { reason = problem }
        let event = AuditEvent(
            tenant: visit.tenant.id, time: authority.clock(), kind: .login, subject: "user:\(name.prefix(128))",
            agent: client.map { "agent:\($0.prefix(200))" }, action: "sign-in", outcome: succeeded ? .succeeded : .failed, reason: reason,
            requestID: visit.requestID)
        // A flood of wrong passwords goes through the queue, a session that was opened is on disk before it is used.
        if succeeded { try await audit.recordNow(event) } else { try authority.store.record(event) }
    }

    private func record(_ visit: Visit, browser: BrowserSession, client: String?, isApproved: Bool) async throws {
        try await audit.recordNow(
            AuditEvent(
                tenant: visit.tenant.id, time: authority.clock(), kind: .login, subject: "user:\(browser.session.userName)",
                agent: client.map { "agent:\($0.prefix(200))" }, action: "consent", outcome: isApproved ? .succeeded : .denied,
                reason: isApproved ? "the user agreed" : "the user did not agree", requestID: visit.requestID))
    }
}
