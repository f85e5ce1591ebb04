import Foundation
package import Store
package import Tokens

extension AuthorizationServer {
    /// The authorization endpoint (OAuth 2.1 section 4.1.1).
    package func authorize(_ tenant: TenantID, _ parameters: FormParameters, browser: BrowserSession?) async -> AuthorizationOutcome {
        await answering(tenant) { () throws(AuthorizationRefusal) in
            let request = try await request(tenant, parameters)
            return try await proceed(tenant, request, browser: browser, freshly: false)
        }
    }

    /// The sign-in form, posted with the authorization request it belongs to; a new session comes out where the password is right.
    package func signIn(
        _ tenant: TenantID, _ parameters: FormParameters, user name: String, password: Secret
    ) async -> (outcome: AuthorizationOutcome, browser: BrowserSession?) {
        let request: AuthorizationRequest
        do throws(AuthorizationRefusal) {
            request = try await self.request(tenant, parameters)
        } catch {
            return (outcome(of: error, tenant), nil)
        }
        switch await verify(tenant, name: name, password: password) {
        case .wrong: return (.signIn(request, problem: "the user name or the password is wrong"), nil)
        case .throttled: return (.signIn(request, problem: "too many attempts; wait a minute and try again"), nil)
        case .busy: return (.signIn(request, problem: "too many people are signing in just now; try again"), nil)
        case .signedIn(let browser):
            let outcome = await answering(tenant) { () throws(AuthorizationRefusal) in
                try await proceed(tenant, request, browser: browser, freshly: true)
            }
            return (outcome, browser)
        }
    }

    /// The consent form: the token of the form first, then the request once more, then the decision.
    package func decide(
        _ tenant: TenantID, _ parameters: FormParameters, browser: BrowserSession, formToken: String, isApproved: Bool
    ) async -> AuthorizationOutcome? {
        let request: AuthorizationRequest
        do throws(AuthorizationRefusal) {
            request = try await self.request(tenant, parameters)
        } catch {
            return outcome(of: error, tenant)
        }
        guard constantTimeEqual(Array(formToken.utf8), Array(browser.formToken(for: request).utf8)) else { return nil }
        return await answering(tenant) { () throws(AuthorizationRefusal) in
            guard isApproved else { throw refusal(OAuthError(.accessDenied, "the user did not agree"), request) }
            do throws(OAuthError) {
                try await remember(tenant, request, user: browser.session.userName)
                return .redirect(try await issueCode(tenant, request, browser.session))
            } catch {
                throw refusal(error, request)
            }
        }
    }

    /// Adds what was agreed to now to what was agreed to before.
    private func remember(_ tenant: TenantID, _ request: AuthorizationRequest, user: UserName) async throws(OAuthError) {
        try await stored {
            let earlier = try await store.consent(tenant, user: user, client: request.client.id, resource: request.resource)
            let scope = Set(earlier?.scope ?? []).union(request.scope).sorted()
            try await store.recordConsent(
                tenant,
                Consent(userName: user, clientID: request.client.id, resource: request.resource, scope: scope, givenAt: clock()))
        }
    }

    /// What a signed-in or not signed-in browser has to do next.
    private func proceed(
        _ tenant: TenantID, _ request: AuthorizationRequest, browser: BrowserSession?, freshly: Bool
    ) async throws(AuthorizationRefusal) -> AuthorizationOutcome {
        guard let browser, freshly || request.prompt.isDisjoint(with: ["login", "select_account"]) else {
            guard !request.prompt.contains("none") else {
                throw refusal(OAuthError(.loginRequired, "nobody is signed in"), request)
            }
            return .signIn(request, problem: nil)
        }
        do throws(OAuthError) {
            let user = browser.session.userName
            let consent = try await stored {
                try await store.consent(tenant, user: user, client: request.client.id, resource: request.resource)
            }
            let isCovered = consent.map { Set(request.scope).isSubset(of: $0.scope) } ?? false
            if isCovered, !request.prompt.contains("consent") { return .redirect(try await issueCode(tenant, request, browser.session)) }
            guard !request.prompt.contains("none") else { throw OAuthError(.consentRequired, "the user has not agreed yet") }
            return .askConsent(request, user: user)
        } catch {
            throw refusal(error, request)
        }
    }

    /// The address of the client with a fresh code; the code is bound to everything the request said.
    private func issueCode(_ tenant: TenantID, _ request: AuthorizationRequest, _ session: Session) async throws(OAuthError) -> String {
        let code = try await stored { try random.token("cardea_code_") }
        let grantID = try await stored { try random.token("grant_", bytes: 16) }
        let now = clock()
        let record = AuthorizationCode(
            codeHash: sha256(code), grantID: grantID.exposed, clientID: request.client.id, userName: session.userName,
            redirectURI: request.redirectURI, codeChallenge: request.codeChallenge.value, scope: request.scope, resource: request.resource,
            authenticatedAt: session.authenticatedAt, createdAt: now, expiresAt: now.addingTimeInterval(lifetimes.authorizationCode))
        try await stored { try await store.insertAuthorizationCode(tenant, record) }
        return answer(to: request.redirectURI, state: request.state, tenant, [("code", code.exposed)])
    }

    private func refusal(_ error: OAuthError, _ request: AuthorizationRequest) -> AuthorizationRefusal {
        .client(error, redirectURI: request.redirectURI, state: request.state)
    }

    private func answering(
        _ tenant: TenantID, _ body: () async throws(AuthorizationRefusal) -> AuthorizationOutcome
    ) async -> AuthorizationOutcome {
        do throws(AuthorizationRefusal) {
            return try await body()
        } catch {
            return outcome(of: error, tenant)
        }
    }

    private func outcome(of refusal: AuthorizationRefusal, _ tenant: TenantID) -> AuthorizationOutcome {
        switch refusal {
        case .page(let text): .showError(text)
        case .client(let error, let redirectURI, let state):
            .redirect(
                answer(
                    to: redirectURI, state: state, tenant,
                    [("error", error.code.rawValue), ("error_description", error.description)]))
        }
    }

    /// Every answer carries `state` as it came and `iss` (RFC 9207).
    private func answer(to redirectURI: String, state: String?, _ tenant: TenantID, _ parameters: [(String, String)]) -> String {
        let all = parameters + (state.map { [("state", $0)] } ?? []) + [("iss", issuer(tenant))]
        return RedirectURI.adding(all, to: redirectURI)
    }
}
