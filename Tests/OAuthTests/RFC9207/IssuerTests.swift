import Testing

@testable import OAuth

/// The issuer in every authorization response, so that a client can tell which server answered (RFC 9207).
@Suite struct IssuerTests {
    @Test func `every redirect, with a code or an error, carries the issuer of the metadata and the state`() async throws {
        try await World.run { world async throws in
            let issuer = world.server.metadata(World.acme).issuer
            let browser = try await world.browser()
            let answers = [
                try await world.refused(["response_type": "token"]), try await world.refused(["code_challenge": nil]),
                try await world.refused(["scope": "nothing"]), try await world.refused(["resource": "https://evil.example/"]),
                try await world.refused(["prompt": "none"]), try await world.refused(["prompt": "none"], browser: browser),
                try await world.agree(browser: browser, isApproved: false), try await world.agree(browser: browser),
            ]
            for answer in answers {
                #expect(answer["iss"] == issuer)
                #expect(answer["state"] == "s1")
                #expect((answer["code"] == nil) == (answer["error"] != nil))
            }
            #expect(issuer == "https://auth.example/t/acme")
        }
    }

    @Test func `another tenant answers with another issuer`() async throws {
        try await World.run { world async throws in
            let browser = try await world.browser(World.anne, at: World.globex)
            let answer = try await world.agree(["resource": nil], browser: browser, at: World.globex)
            #expect(answer["iss"] == "https://auth.example/t/globex")
        }
    }

    @Test func `without a state the answer has none`() async throws {
        try await World.run { world async throws in
            let answer = try await world.agree(["state": nil], browser: try await world.browser())
            #expect(answer.parameters.keys.sorted() == ["code", "iss"])
        }
    }
}
