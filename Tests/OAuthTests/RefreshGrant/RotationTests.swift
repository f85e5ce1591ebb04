import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// The refresh token grant: every use spends the token, a second use ends its family (OAuth 2.1 section 4.3).
@Suite struct RotationTests {
    private func issued(_ world: World, _ changes: Changes = [:]) async throws -> TokenResponse {
        try await world.redeem(try await world.code(changes))
    }

    @Test func `a refresh token buys an access token and its own successor`() async throws {
        try await World.run { world async throws in
            let first = try await issued(world)
            let second = try await world.refresh(first.refreshToken)
            #expect(second.refreshToken != nil)
            #expect(second.refreshToken != first.refreshToken)
            #expect(second.tokenID != first.tokenID)
            #expect((second.subject, second.resource) == ("anne", World.billing))
            #expect(try await world.isActive(first.accessToken))
            #expect(try await world.isActive(second.accessToken))
        }
    }

    @Test func `a refresh token that is used twice ends its family`() async throws {
        try await World.run { world async throws in
            let first = try await issued(world)
            let second = try await world.refresh(first.refreshToken)
            let error = try await world.expect(.invalidGrant) { _ = try await world.refresh(first.refreshToken) }
            #expect(error.detail?.contains("is revoked") == true)
            try await world.expect(.invalidGrant) { _ = try await world.refresh(second.refreshToken) }
            #expect(try await !world.isActive(second.accessToken))
        }
    }

    @Test func `another grant of the same user and client outlives it`() async throws {
        try await World.run { world async throws in
            let (first, other) = (try await issued(world), try await issued(world))
            _ = try await world.refresh(first.refreshToken)
            try await world.expect(.invalidGrant) { _ = try await world.refresh(first.refreshToken) }
            #expect(try await world.isActive(other.accessToken))
            #expect(try await world.refresh(other.refreshToken).subject == "anne")
        }
    }

    @Test func `of twenty uses at once one is answered`() async throws {
        try await World.run { world async throws in
            let token = try #require(try await issued(world).refreshToken).exposed
            let form = try World.form(["grant_type": "refresh_token", "refresh_token": token, "client_id": "desktop"])
            let server = world.server
            let answered = await withTaskGroup(of: TokenResponse?.self) { group in
                for _ in 0..<20 { group.addTask { try? await server.token(World.acme, form, authorizationHeader: nil) } }
                return await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
            }
            #expect(answered.count == 1)
            // The nineteen others were second uses, and those end the family.
            try await world.expect(.invalidGrant) { _ = try await world.refresh(answered.first?.refreshToken) }
        }
    }

    @Test(arguments: ["tools:call access:evaluate servers:read", "servers:read", "tools:call ", "TOOLS:CALL"])
    func `a wider scope is refused and spends nothing`(scope: String) async throws {
        try await World.run { world async throws in
            let first = try await issued(world, ["scope": "tools:call access:evaluate"])
            try await world.expect(.invalidScope) { _ = try await world.refresh(first.refreshToken, ["scope": scope]) }
            #expect(try await world.refresh(first.refreshToken).scope == ["tools:call", "access:evaluate"])
        }
    }

    @Test func `another resource is refused and spends nothing`() async throws {
        try await World.run { world async throws in
            let first = try await issued(world)
            try await world.expect(.invalidTarget) { _ = try await world.refresh(first.refreshToken, ["resource": World.notes]) }
            #expect(try await world.refresh(first.refreshToken, ["resource": World.billing]).resource == World.billing)
        }
    }

    @Test func `a narrower scope narrows the access token and not the grant`() async throws {
        try await World.run { world async throws in
            let first = try await issued(world, ["scope": "tools:call access:evaluate"])
            let narrow = try await world.refresh(first.refreshToken, ["scope": "access:evaluate"])
            #expect(narrow.scope == ["access:evaluate"])
            #expect(try await world.introspect(narrow.accessToken).scope == "access:evaluate")
            #expect(try await world.refresh(narrow.refreshToken).scope == ["tools:call", "access:evaluate"])
        }
    }

    @Test func `the refresh token of one client is nothing to another, and not spent by the attempt`() async throws {
        try await World.run { world async throws in
            let first = try await issued(world)
            try await world.expect(.invalidGrant) { _ = try await world.refresh(first.refreshToken, ["client_id": "tablet"]) }
            #expect(try await world.refresh(first.refreshToken).subject == "anne")
        }
    }

    @Test func `a family ends thirty days after its beginning, however often it was used`() async throws {
        try await World.run { world async throws in
            var token = try await issued(world).refreshToken
            world.clock.advance(29 * 86_400)
            token = try await world.refresh(token).refreshToken
            world.clock.advance(86_400)
            try await world.expect(.invalidGrant) { _ = try await world.refresh(token) }
        }
    }

    @Test func `a disabled user gets no new tokens`() async throws {
        try await World.run { world async throws in
            let first = try await issued(world)
            try await world.store.setUser(World.acme, World.anne, disabledAt: World.start)
            try await world.expect(.invalidGrant) { _ = try await world.refresh(first.refreshToken) }
        }
    }

    @Test func `what was spent is spent after a restart`() async throws {
        try await World.run { world async throws in
            let first = try await issued(world)
            let second = try await world.refresh(first.refreshToken)
            try await world.restart()
            #expect(try await world.refresh(second.refreshToken).subject == "anne")
            try await world.expect(.invalidGrant) { _ = try await world.refresh(first.refreshToken) }
        }
    }
}
