import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// Introspection: who may ask, and that everything which is not good looks the same (RFC 7662).
@Suite struct IntrospectionTests {
    @Test func `a resource server sees whose token it is and for what`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            let answer = try await world.introspect(issued.accessToken)
            #expect(
                answer
                    == IntrospectionResponse(
                        active: true, scope: "tools:call", client_id: "desktop", username: "anne", token_type: "Bearer",
                        exp: 1_800_000_600, iat: 1_800_000_000, sub: "anne", aud: World.billing, iss: "https://auth.example/t/acme",
                        jti: issued.tokenID))
        }
    }

    @Test func `an agent's token has no user name`() async throws {
        try await World.run { world async throws in
            let answer = try await world.introspect(try await world.agentToken().accessToken)
            #expect(answer.active)
            #expect(answer.username == nil)
            #expect(answer.sub == "robot")
        }
    }

    @Test func `other clients see their own tokens only`() async throws {
        try await World.run { world async throws in
            let user = try await world.redeem(try await world.code())
            let agent = try await world.agentToken()
            #expect(try await world.introspect(user.accessToken, as: "robot") == .inactive)
            #expect(try await world.introspect(agent.accessToken, as: "robot").active)
            #expect(try await world.introspect(agent.accessToken, as: "portal") == .inactive)
        }
    }

    @Test func `a refresh token is shown to its own client only, while it is good`() async throws {
        try await World.run { world async throws in
            let code = try await world.code(["client_id": "web", "redirect_uri": "https://web.example/cb"])
            let header = World.basic("web", World.secret("web"))
            let issued = try await world.redeem(code, ["client_id": nil, "redirect_uri": nil], header: header)
            let answer = try await world.introspect(issued.refreshToken, as: "web")
            #expect(answer.active)
            #expect((answer.client_id, answer.username, answer.exp) == ("web", "anne", 1_800_000_000 + 30 * 86_400))
            #expect(answer.token_type == nil)
            #expect(try await world.introspect(issued.refreshToken) == .inactive)
            #expect(try await world.introspect(issued.refreshToken, as: "robot") == .inactive)
            let form = try World.form(["grant_type": "refresh_token", "refresh_token": try #require(issued.refreshToken).exposed])
            _ = try await world.server.token(World.acme, form, authorizationHeader: header)
            #expect(try await world.introspect(issued.refreshToken, as: "web") == .inactive)
        }
    }

    @Test func `an inactive token is nothing but inactive`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            let foreign = try await world.agentToken([:], at: World.globex)
            let revoked = try await world.agentToken()
            try await world.store.revokeAccessToken(World.acme, tokenID: revoked.tokenID, at: World.start)
            let text = issued.accessToken.exposed
            let forged = text.dropLast(2) + (text.hasSuffix("AA") ? "BB" : "AA")
            for token in [foreign.accessToken, revoked.accessToken, Secret(String(forged)), Secret("x"), Secret("a.b.c")] {
                let answer = try await world.introspect(token)
                #expect(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self) == "{\"active\":false}")
            }
        }
    }

    @Test func `a token is inactive from the second at which it expires`() async throws {
        try await World.run { world async throws in
            let issued = try await world.agentToken()
            world.clock.advance(599)
            #expect(try await world.isActive(issued.accessToken))
            world.clock.advance(1)
            #expect(try await !world.isActive(issued.accessToken))
        }
    }

    @Test func `the tokens of a disabled user or client are inactive, and good again afterwards`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            try await world.store.setUser(World.acme, World.anne, disabledAt: World.start)
            #expect(try await !world.isActive(issued.accessToken))
            try await world.store.setUser(World.acme, World.anne, disabledAt: nil)
            #expect(try await world.isActive(issued.accessToken))
            try await world.store.setClient(World.acme, try ClientID("desktop"), disabledAt: World.start)
            #expect(try await !world.isActive(issued.accessToken))
        }
    }

    @Test func `whoever does not authenticate is refused before the token is looked at`() async throws {
        try await World.run { world async throws in
            let token = try await world.agentToken().accessToken.exposed
            for fields in [["token": token], ["token": token, "client_id": "desktop"], ["token": token, "client_id": "gate"]] {
                try await world.expect(.invalidClient) {
                    _ = try await world.server.introspect(World.acme, try World.form(fields), authorizationHeader: nil)
                }
            }
            try await world.expect(.invalidRequest) {
                _ = try await world.server.introspect(
                    World.acme, try World.form([("a", "b")]), authorizationHeader: World.basic("gate", World.secret("gate")))
            }
        }
    }
}
