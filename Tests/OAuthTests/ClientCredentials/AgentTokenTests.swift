import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// The client credentials grant: an agent for itself (OAuth 2.1 section 4.2).
@Suite struct AgentTokenTests {
    @Test func `an agent gets a token for itself and no refresh token`() async throws {
        try await World.run { world async throws in
            let issued = try await world.agentToken(["resource": World.billing, "scope": "tools:call"])
            #expect(issued.refreshToken == nil)
            #expect((issued.subject, issued.clientID) == ("robot", "robot"))
            let keys = try await world.keys.keys(World.acme).verification
            let claims = try UnverifiedToken(issued.accessToken.exposed).verified(
                with: keys, issuer: "https://auth.example/t/acme", audience: World.billing, now: World.start
            ).claims
            #expect(claims.subjectType == .agent)
            #expect(claims.grantID == nil)
            #expect(claims.authenticatedAt == nil)
        }
    }

    @Test func `a scope the agent is not registered for is invalid`() async throws {
        try await World.run { world async throws in
            try await world.expect(.invalidScope) { _ = try await world.agentToken(["scope": "servers:read"]) }
            #expect(try await world.agentToken().scope == ["tools:call", "access:evaluate"])
        }
    }

    @Test func `an application may not use the grant`() async throws {
        try await World.run { world async throws in
            try await world.expect(.unauthorizedClient) { _ = try await world.agentToken(client: "portal") }
            let form = try World.form(["grant_type": "client_credentials", "client_id": "desktop"])
            try await world.expect(.unauthorizedClient) {
                _ = try await world.server.token(World.acme, form, authorizationHeader: nil)
            }
        }
    }

    @Test func `a client that has the grant but no secret may not use it`() async throws {
        try await World.run { world async throws in
            _ = try await world.store.createClient(
                World.acme,
                NewClient(
                    id: try ClientID("odd"), displayName: "odd", kind: .agent, redirectURIs: [], grantTypes: [.clientCredentials],
                    scopes: ["tools:call"], createdAt: World.start))
            let form = try World.form(["grant_type": "client_credentials", "client_id": "odd"])
            try await world.expect(.unauthorizedClient) {
                _ = try await world.server.token(World.acme, form, authorizationHeader: nil)
            }
        }
    }

    @Test func `an agent may not use the grants of users`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            try await world.expect(.unauthorizedClient) {
                _ = try await world.redeem(code, ["client_id": nil], header: World.basic("robot", World.secret("robot")))
            }
        }
    }
}
