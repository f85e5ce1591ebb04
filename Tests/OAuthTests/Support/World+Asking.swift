import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// Parameters by name; nil takes one away.
typealias Changes = [String: String?]

extension World {
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    static let redirect = "http://127.0.0.1:53123/callback"

    static func form(_ fields: [(String, String)]) throws -> FormParameters {
        try FormParameters(parsing: fields.map { "\(RedirectURI.encoded($0.0))=\(RedirectURI.encoded($0.1))" }.joined(separator: "&"))
    }

    static func form(_ base: [String: String], _ changes: Changes = [:]) throws -> FormParameters {
        var fields: [String: String] = base
        for (name, value) in changes { fields[name] = value }
        return try form(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    static func request(_ changes: Changes = [:]) throws -> FormParameters {
        try form(
            [
                "response_type": "code", "client_id": "desktop", "redirect_uri": redirect, "state": "s1", "code_challenge": challenge,
                "code_challenge_method": "S256", "scope": "tools:call", "resource": billing,
            ], changes)
    }

    func ask(_ changes: Changes = [:], browser: BrowserSession? = nil, at tenant: TenantID = acme) async throws -> AuthorizationOutcome {
        await server.authorize(tenant, try Self.request(changes), browser: browser)
    }

    /// The parameters of the redirect with which a request is refused.
    func refused(_ changes: Changes, browser: BrowserSession? = nil) async throws -> Answer {
        try Answer(try await ask(changes, browser: browser))
    }

    /// A browser with somebody signed in.
    func browser(_ user: UserName = anne, at tenant: TenantID = acme) async throws -> BrowserSession {
        let request = try Self.request(tenant == Self.acme ? [:] : ["resource": nil])
        let (_, browser) = await server.signIn(tenant, request, user: user.rawValue, password: Secret(Self.password))
        return try #require(browser)
    }

    func agree(
        _ changes: Changes = [:], browser: BrowserSession, isApproved: Bool = true, at tenant: TenantID = acme
    ) async throws -> Answer {
        let outcome = try await ask(changes, browser: browser, at: tenant)
        guard case .askConsent(let request, _) = outcome else { return try Answer(outcome) }
        let decided = await server.decide(
            tenant, try Self.request(changes), browser: browser, formToken: browser.formToken(for: request), isApproved: isApproved)
        return try Answer(try #require(decided))
    }

    /// A code that anne has agreed to.
    func code(_ changes: Changes = [:], at tenant: TenantID = acme) async throws -> String {
        let changes = tenant == Self.acme ? changes : changes.merging(["resource": nil as String?]) { first, _ in first }
        let answer = try await agree(changes, browser: try await browser(Self.anne, at: tenant), at: tenant)
        return try #require(answer["code"])
    }

    static func redemption(_ code: String, _ changes: Changes = [:]) throws -> FormParameters {
        try form(
            [
                "grant_type": "authorization_code", "code": code, "client_id": "desktop", "redirect_uri": redirect,
                "code_verifier": verifier,
            ], changes)
    }

    func redeem(_ code: String, _ changes: Changes = [:], header: String? = nil, at tenant: TenantID = acme) async throws -> TokenResponse {
        try await server.token(tenant, try Self.redemption(code, changes), authorizationHeader: header)
    }

    func refresh(_ token: Secret?, _ changes: Changes = [:], at tenant: TenantID = acme) async throws -> TokenResponse {
        let text = try #require(token).exposed
        let fields = ["grant_type": "refresh_token", "refresh_token": text, "client_id": "desktop"]
        return try await server.token(tenant, try Self.form(fields, changes), authorizationHeader: nil)
    }

    func agentToken(
        _ changes: Changes = [:], client: String = "robot", header: String? = nil, at tenant: TenantID = acme
    ) async throws -> TokenResponse {
        let fields = ["grant_type": "client_credentials"]
        return try await server.token(
            tenant, try Self.form(fields, changes), authorizationHeader: header ?? Self.basic(client, Self.secret(client, tenant)))
    }

    static func basic(_ id: String, _ secret: String) -> String {
        "Basic " + Data("\(RedirectURI.encoded(id)):\(RedirectURI.encoded(secret))".utf8).base64EncodedString()
    }

    func introspect(
        _ token: Secret?, as client: String = "gate", at tenant: TenantID = acme
    ) async throws -> IntrospectionResponse {
        let text = try #require(token).exposed
        return try await server.introspect(
            tenant, try Self.form(["token": text]), authorizationHeader: Self.basic(client, Self.secret(client, tenant)))
    }

    func isActive(_ token: Secret?) async throws -> Bool { try await introspect(token).active }

    /// Checks that something is refused with this code, and hands the refusal on.
    @discardableResult
    func expect(
        _ code: OAuthError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws -> OAuthError {
        let error = try await #require(throws: OAuthError.self, sourceLocation: sourceLocation) { try await body() }
        #expect(error.code == code, sourceLocation: sourceLocation)
        return error
    }
}

/// The redirect back to a client, read as the client reads it.
struct Answer {
    let address: String
    let parameters: [String: String]

    init(_ outcome: AuthorizationOutcome) throws {
        guard case .redirect(let address) = outcome else { throw NoRedirect(outcome: outcome) }
        self.address = address
        let items = try #require(URLComponents(string: address)?.queryItems)
        parameters = Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
    }

    subscript(name: String) -> String? { parameters[name] }
}

struct NoRedirect: Error {
    let outcome: AuthorizationOutcome
}

extension AuthorizationOutcome {
    var isErrorPage: Bool {
        if case .showError = self { true } else { false }
    }

    var isSignIn: Bool {
        if case .signIn = self { true } else { false }
    }

    var problem: String? {
        if case .signIn(_, let problem) = self { problem } else { nil }
    }

    var consentRequest: AuthorizationRequest? {
        if case .askConsent(let request, _) = self { request } else { nil }
    }
}
