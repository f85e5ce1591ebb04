import Store
import Testing

@testable import OAuth

/// PKCE is required of every client, and only as S256 (RFC 7636, OAuth 2.1 section 7.5.2).
@Suite struct CodeChallengeTests {
    @Test(arguments: ["desktop", "portal"])
    func `without a challenge a public and a confidential client are refused, with iss and state`(client: String) async throws {
        try await World.run { world async throws in
            let redirect = client == "portal" ? "https://portal.example/cb" : World.redirect
            let answer = try await world.refused([
                "client_id": client, "redirect_uri": redirect, "code_challenge": nil, "code_challenge_method": nil,
            ])
            #expect(answer["error"] == "invalid_request")
            #expect(answer["iss"] == "https://auth.example/t/acme")
            #expect(answer["state"] == "s1")
        }
    }

    @Test(arguments: ["plain", "S256 ", "s256", "S512", "none"])
    func `a method that is not S256 to the letter is an invalid request`(method: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["code_challenge_method": method])["error"] == "invalid_request")
        }
    }

    @Test func `a missing method would mean plain and is an invalid request`() async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["code_challenge_method": nil])["error"] == "invalid_request")
        }
    }

    @Test(arguments: [String(repeating: "a", count: 42), String(repeating: "a", count: 129), String(repeating: "=", count: 43)])
    func `a challenge of the wrong form is an invalid request`(challenge: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["code_challenge": challenge])["error"] == "invalid_request")
        }
    }

    @Test(arguments: [
        String(repeating: "a", count: 42), String(repeating: "a", count: 43), String(repeating: "a", count: 129),
        "dBjftJeZ4CVP+mB92K27uhbUJU1p1r/wW1gFWFOEjX==", World.challenge,
    ])
    func `a wrong or malformed verifier is an invalid grant`(verifier: String) async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            try await world.expect(.invalidGrant) { _ = try await world.redeem(code, ["code_verifier": verifier]) }
        }
    }

    @Test func `a code without its verifier buys nothing`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            try await world.expect(.invalidRequest) { _ = try await world.redeem(code, ["code_verifier": nil]) }
            #expect(try await world.redeem(code).subject == "anne")
        }
    }
}
