import API
import Foundation
import HTTPTypes
import Testing
import Tokens

@testable import Server

/// Authorization code with PKCE through the pages a person sees (OAuth 2.1 §4.1).
@Suite struct AuthorizationCodeTests {
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    private static let redirect = "http://127.0.0.1:8765/callback"
    private static let resource = "https://mcp.example.com/t/acme/billing"

    private static func question(_ changes: [String: String] = [:]) -> String {
        var fields = [
            "response_type": "code", "client_id": "desktop", "redirect_uri": redirect, "state": "s<>\"&1", "code_challenge": challenge,
            "code_challenge_method": "S256", "resource": resource, "scope": "tools:call",
        ]
        fields.merge(changes) { $1 }
        return "/t/acme/authorize?" + formEncoded(fields.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }

    private func run(_ body: @Sendable (TestService) async throws -> Void) async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.createUser("anne")
            try await service.createServer()
            _ = try await service.createClient(
                "{\"id\":\"desktop\",\"kind\":\"application\",\"redirect_uris\":[\"http://127.0.0.1/callback\"]}")
            try await body(service)
        }
    }

    private static func signedIn(_ browser: TestBrowser, _ question: String = question()) async throws -> TestAnswer {
        let page = try await browser.settled(try await browser.get(question))
        #expect(page.status == 200, "\(page.text)")
        return try await browser.settled(
            try await browser.submit(page, from: question, ["username": "anne", "password": TestService.password]))
    }

    private static func answer(_ redirect: TestAnswer) throws -> [String: String] {
        let location = try #require(redirect.header("Location"))
        #expect(location.hasPrefix(Self.redirect))
        let items = try #require(URLComponents(string: location)?.queryItems)
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
    }

    @Test func `sign in, consent, code, token, and the token is the user's for that server`() async throws {
        try await run { service in
            let browser = TestBrowser(service)
            let consent = try await Self.signedIn(browser)
            #expect(consent.status == 200)
            #expect(consent.text.contains("desktop"))
            let redirect = try await browser.submit(consent, from: Self.question(), [:], adding: ["decision": "approve"])
            #expect(redirect.status == 303)
            let answer = try Self.answer(redirect)
            #expect(answer["state"] == "s<>\"&1")
            #expect(answer["iss"] == "https://auth.example.com/t/acme")
            let code = try #require(answer["code"])
            let fields = [
                (name: "grant_type", value: "authorization_code"), (name: "code", value: code), (name: "client_id", value: "desktop"),
                (name: "redirect_uri", value: Self.redirect), (name: "code_verifier", value: Self.verifier),
                (name: "resource", value: Self.resource),
            ]
            let issued = try await service.form("/t/acme/token", fields)
            #expect(issued.status == 200, "\(issued.text)")
            #expect(issued.header("Cache-Control") == "no-store")
            let token = try #require(issued.json["access_token"]?.string)
            let inspected = try await service.post("/api/v1/tenants/acme/tokens/inspect", "{\"token\":\"\(token)\"}")
            #expect(inspected.json["active"] == true)
            #expect(inspected.json["sub"]?.string == "anne")
            #expect(inspected.json["client_id"]?.string == "desktop")
            #expect(inspected.json["aud"]?.string == Self.resource)
            let again = try await service.form("/t/acme/token", fields)
            #expect(again.status == 400)
            #expect(again.json["error"]?.string == "invalid_grant")
            let after = try await service.post("/api/v1/tenants/acme/tokens/inspect", "{\"token\":\"\(token)\"}")
            #expect(after.json["active"] == false)
        }
    }

    @Test func `the session cookie is of this host only, for HTTP only, and new at every sign-in`() async throws {
        try await run { service in
            let browser = TestBrowser(service)
            _ = try await Self.signedIn(browser)
            let cookie = try #require(browser.setCookies.last { $0.hasPrefix("__Host-cardea_session=") })
            for attribute in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] { #expect(cookie.contains(attribute), "\(cookie)") }
            #expect(!cookie.contains("Domain"))
            let other = TestBrowser(service)
            _ = try await Self.signedIn(other)
            #expect(browser.cookies["__Host-cardea_session"] != other.cookies["__Host-cardea_session"])
        }
    }

    @Test func `a wrong password and an unknown user look alike`() async throws {
        try await run { service in
            var texts: [String] = []
            for (user, password) in [("anne", "wrong password"), ("nobody", "wrong password")] {
                let browser = TestBrowser(service)
                let page = try await browser.settled(try await browser.get(Self.question()))
                let refused = try await browser.submit(page, from: Self.question(), ["username": user, "password": password])
                #expect(refused.status != 303)
                #expect(
                    !browser.setCookies.contains {
                        $0.contains("cardea_session=") && !$0.contains("Max-Age=0") && $0.contains("SameSite=Lax") && $0.count > 120
                    })
                texts.append(refused.text.replacing(user, with: "USER"))
            }
            #expect(texts[0].count == texts[1].count)
            let page = try await service.get("/api/v1/tenants/acme/audit?kind=login&outcome=failed")
            #expect(page.json["events"]?.elements.count == 2)
            #expect(!page.text.contains("wrong password"))
        }
    }

    @Test func `a refused consent goes back to the client as an error with state and issuer`() async throws {
        try await run { service in
            let browser = TestBrowser(service)
            let consent = try await Self.signedIn(browser)
            let redirect = try await browser.submit(consent, from: Self.question(), [:], adding: ["decision": "deny"])
            let answer = try Self.answer(redirect)
            #expect(answer["error"] == "access_denied")
            #expect(answer["state"] == "s<>\"&1")
            #expect(answer["iss"] == "https://auth.example.com/t/acme")
            #expect(answer["code"] == nil)
        }
    }

    @Test func `consent from another browser is refused and grants nothing`() async throws {
        try await run { service in
            let consent = try await Self.signedIn(TestBrowser(service))
            let stranger = TestBrowser(service)
            let refused = try await stranger.submit(consent, from: Self.question(), [:], adding: ["decision": "approve"])
            #expect(refused.header("Location")?.contains("code=") != true)
            _ = try await Self.signedIn(stranger)
            let crossed = try await stranger.submit(consent, from: Self.question(), [:], adding: ["decision": "approve"])
            #expect(crossed.header("Location")?.contains("code=") != true)
        }
    }

    @Test(arguments: [
        ["client_id": "nobody"], ["redirect_uri": "http://127.0.0.1/other"], ["redirect_uri": "https://evil.example/callback"],
        ["redirect_uri": "http://127.0.0.1.evil.example/callback"],
    ])
    func `a client or redirect URI that is not registered gets a page and no redirect`(changes: [String: String]) async throws {
        try await run { service in
            let page = try await service.send(.get, Self.question(changes), as: nil)
            #expect(page.status == 400)
            #expect(page.header("Location") == nil)
            #expect(page.header("Content-Type")?.hasPrefix("text/html") == true)
        }
    }

    @Test(arguments: [["code_challenge": ""], ["code_challenge_method": "plain"], ["response_type": "token"]])
    func `other faults go back to the client with state and issuer`(changes: [String: String]) async throws {
        try await run { service in
            let answer = try Self.answer(try await service.send(.get, Self.question(changes), as: nil))
            #expect(["invalid_request", "unsupported_response_type"].contains(answer["error"]))
            #expect(answer["iss"] == "https://auth.example.com/t/acme")
            #expect(answer["state"] == "s<>\"&1")
        }
    }

    @Test func `a form over the limit is refused`() async throws {
        try await run { service in
            let answer = try await service.form("/t/acme/token", [(name: "grant_type", value: String(repeating: "x", count: 70_000))])
            #expect(answer.status == 413)
        }
    }

    @Test(arguments: ["https://evil.example", "null", "http://auth.example.com"])
    func `a form from another origin is refused`(origin: String) async throws {
        try await run { service in
            let page = try await service.send(.get, Self.question(), as: nil)
            let form = try TestForm(page.text)
            var headers = HTTPFields()
            headers[.origin] = origin
            let filled = form.fields.map { field in
                (name: field.name, value: ["username": "anne", "password": TestService.password][field.name] ?? field.value)
            }
            let refused = try await service.form(form.path(from: Self.question()), filled, headers: headers)
            #expect(refused.status == 403)
            #expect(refused.header("Set-Cookie") == nil)
        }
    }
}
