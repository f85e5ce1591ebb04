import Foundation
import Store
import Testing

@testable import OAuth

/// What is told to the client by redirect, once client and redirect URI are known to be good (OAuth 2.1 section 4.1.2.1).
@Suite struct RequestRefusalTests {
    @Test(arguments: ["token", "id_token", "code token", "Code", "code "])
    func `every response type but code is unsupported`(type: String) async throws {
        try await World.run { world async throws in
            let answer = try await world.refused(["response_type": type])
            #expect(answer["error"] == "unsupported_response_type")
            #expect(answer.address.hasPrefix(World.redirect + "?"))
        }
    }

    @Test func `a missing response type is an invalid request`() async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["response_type": nil])["error"] == "invalid_request")
        }
    }

    @Test(arguments: ["fragment", "form_post", "query.jwt"])
    func `every response mode but query is refused`(mode: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["response_mode": mode])["error"] == "invalid_request")
            #expect(try await world.ask(["response_mode": "query"]).isSignIn)
        }
    }

    @Test(arguments: ["scope", "state", "code_challenge", "response_type", "prompt", "unknown_to_everyone"])
    func `a repeated parameter is an invalid request`(name: String) async throws {
        try await World.run { world async throws in
            var fields = [
                ("response_type", "code"), ("client_id", "desktop"), ("redirect_uri", World.redirect), ("state", "s1"),
                ("code_challenge", World.challenge), ("code_challenge_method", "S256"), ("scope", "tools:call"),
            ]
            fields += [(name, "code"), (name, "code")]
            let answer = try Answer(await world.server.authorize(World.acme, try World.form(fields), browser: nil))
            #expect(answer["error"] == "invalid_request")
        }
    }

    @Test(arguments: ["request", "request_uri"])
    func `a request object or an address to fetch one from is refused`(name: String) async throws {
        try await World.run { world async throws in
            let answer = try await world.refused([name: "http://169.254.169.254/latest"])
            #expect(answer["error"] == "invalid_request")
            #expect(answer["error_description"]?.contains("not supported") == true)
        }
    }

    @Test(arguments: ["servers:read", "tools:call admin", "tools:call  access:evaluate", " tools:call", "tools:call\"", "té"])
    func `a scope the client is not registered for is invalid`(scope: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["scope": scope])["error"] == "invalid_scope")
        }
    }

    @Test func `without a scope the request is for all that the client is registered for`() async throws {
        try await World.run { world async throws in
            let request = try #require(try await world.ask(["scope": nil], browser: try await world.browser()).consentRequest)
            #expect(request.scope == ["tools:call", "access:evaluate"])
        }
    }

    @Test func `unknown parameters are ignored and empty ones are absent`() async throws {
        try await World.run { world async throws in
            #expect(try await world.ask(["nonce": "n", "max_age": "", "resource": "", "scope": "", "state": ""]).isSignIn)
        }
    }

    @Test func `a client without the authorization code grant is unauthorized`() async throws {
        try await World.run { world async throws in
            _ = try await world.store.createClient(
                World.acme,
                NewClient(
                    id: try ClientID("odd"), displayName: "odd", kind: .application, redirectURIs: ["https://odd.example/"],
                    grantTypes: [.refreshToken], scopes: ["tools:call"], createdAt: World.start))
            #expect(
                try await world.refused(["client_id": "odd", "redirect_uri": "https://odd.example/"])["error"] == "unauthorized_client")
        }
    }

    @Test(arguments: ["plain\r\nSet-Cookie: a=b", "tab\there", "ümlaut"])
    func `a state that is not printable ASCII is refused, and no line gets out of it`(state: String) async throws {
        try await World.run { world async throws in
            let answer = try await world.refused(["state": state])
            #expect(answer["error"] == "invalid_request")
            #expect(answer.address.utf8.allSatisfy { 0x21...0x7E ~= $0 })
        }
    }

    @Test func `a state of 8 KB is refused and not echoed`() async throws {
        try await World.run { world async throws in
            let answer = try await world.refused(["state": String(repeating: "s", count: 8192)])
            #expect(answer["error"] == "invalid_request")
            #expect(answer["state"] == nil)
            #expect(answer.address.utf8.count < 1000)
        }
    }

    @Test func `a state with quotes, ampersands and percent signs comes back as it was`() async throws {
        try await World.run { world async throws in
            let state = "a\"b'c<d>&e=f%0Ag+h i;j\\"
            let answer = try await world.agree(["state": state], browser: try await world.browser())
            #expect(answer["state"] == state)
            #expect(answer["code"] != nil)
        }
    }

    @Test func `a redirect URI with a query keeps it`() async throws {
        try await World.run { world async throws in
            let changes: Changes = ["client_id": "portal", "redirect_uri": "https://portal.example/other?keep=1", "response_type": "token"]
            let answer = try await world.refused(changes)
            #expect(answer["keep"] == "1")
            #expect(answer["error"] == "unsupported_response_type")
        }
    }

    @Test(arguments: ["none login", "create", "NONE"])
    func `a prompt that is not supported is an invalid request`(prompt: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["prompt": prompt])["error"] == "invalid_request")
        }
    }
}
