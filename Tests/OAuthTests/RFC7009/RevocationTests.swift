import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// Revocation: a client ends its own tokens and nobody else's (RFC 7009).
@Suite struct RevocationTests {
    private func revoke(
        _ world: World, _ token: Secret?, _ changes: Changes = ["client_id": "desktop"], header: String? = nil,
        at tenant: TenantID = World.acme
    ) async throws -> Int {
        let form = try World.form(["token": try #require(token).exposed], changes)
        return try await world.server.revoke(tenant, form, authorizationHeader: header)
    }

    @Test func `an access token ends alone`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            #expect(try await revoke(world, issued.accessToken) == 1)
            #expect(try await !world.isActive(issued.accessToken))
            #expect(try await world.refresh(issued.refreshToken).subject == "anne")
        }
    }

    @Test func `a refresh token takes its family with it`() async throws {
        try await World.run { world async throws in
            let first = try await world.redeem(try await world.code())
            let second = try await world.refresh(first.refreshToken)
            #expect(try await revoke(world, second.refreshToken) == 2)
            #expect(try await !world.isActive(first.accessToken))
            #expect(try await !world.isActive(second.accessToken))
            try await world.expect(.invalidGrant) { _ = try await world.refresh(second.refreshToken) }
        }
    }

    @Test(arguments: ["access_token", "refresh_token", "nonsense"])
    func `a hint is only a hint`(hint: String) async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            _ = try await revoke(world, issued.refreshToken, ["client_id": "desktop", "token_type_hint": hint])
            try await world.expect(.invalidGrant) { _ = try await world.refresh(issued.refreshToken) }
        }
    }

    @Test func `the token of another client goes on, and the answer does not tell`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            for token in [issued.accessToken, issued.refreshToken] {
                #expect(try await revoke(world, token, ["client_id": "tablet"]) == 0)
                #expect(try await revoke(world, token, [:], header: World.basic("gate", World.secret("gate"))) == 0)
            }
            #expect(try await world.isActive(issued.accessToken))
            #expect(try await world.refresh(issued.refreshToken).subject == "anne")
        }
    }

    @Test func `what is not a token is revoked already`() async throws {
        try await World.run { world async throws in
            for text in ["x", "a.b.c", "cardea_refresh_x", String(repeating: "a", count: 10_000)] {
                #expect(try await revoke(world, Secret(text)) == 0)
            }
        }
    }

    @Test func `an expired token can still be revoked`() async throws {
        try await World.run { world async throws in
            let issued = try await world.agentToken()
            world.clock.advance(700)
            #expect(try await revoke(world, issued.accessToken, [:], header: World.basic("robot", World.secret("robot"))) == 1)
        }
    }

    @Test func `a confidential client has to authenticate`() async throws {
        try await World.run { world async throws in
            let issued = try await world.agentToken()
            try await world.expect(.invalidClient) { _ = try await revoke(world, issued.accessToken, ["client_id": "robot"]) }
            try await world.expect(.invalidClient) { _ = try await revoke(world, issued.accessToken, [:]) }
            #expect(try await world.isActive(issued.accessToken))
        }
    }
}
