import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// Which bearer tokens are good, also when they have been seen before.
@Suite struct BearerAuthenticatorTests {
    private func bearers(_ world: World) -> BearerAuthenticator {
        let (server, clock) = (world.server, world.clock)
        return BearerAuthenticator(
            store: world.store, keys: world.keys, issuer: { server.issuer($0) }, clock: { clock.now })
    }

    private func refusal(_ body: () async throws -> AccessTokenClaims) async throws -> BearerAuthenticator.Refusal {
        try await #require(throws: BearerAuthenticator.Refusal.self) { _ = try await body() }
    }

    @Test func `a good token is good again and again, for its audience only`() async throws {
        try await World.run { world async throws in
            let bearers = bearers(world)
            let token = try await world.redeem(try await world.code()).accessToken.exposed
            for _ in 0..<3 {
                #expect(try await bearers.authenticate(World.acme, token: token, audience: World.billing).subject == "anne")
                #expect(try await bearers.authenticate(World.acme, token: token, audience: nil).subject == "anne")
                for audience in [World.notes, "https://auth.example/t/acme", World.billing + "/", ""] {
                    guard
                        case .invalid = try await refusal({
                            try await bearers.authenticate(World.acme, token: token, audience: audience)
                        })
                    else {
                        Issue.record("the audience \(audience) was not the reason")
                        continue
                    }
                }
            }
        }
    }

    @Test func `a token that is revoked is refused at the next use`() async throws {
        try await World.run { world async throws in
            let bearers = bearers(world)
            let issued = try await world.redeem(try await world.code())
            let token = issued.accessToken.exposed
            _ = try await bearers.authenticate(World.acme, token: token, audience: World.billing)
            try await world.store.revokeAccessToken(World.acme, tokenID: issued.tokenID, at: World.start)
            #expect(try await refusal { try await bearers.authenticate(World.acme, token: token, audience: World.billing) } == .revoked)
        }
    }

    @Test func `the end of a grant, a user or a client is noticed at the next use`() async throws {
        try await World.run { world async throws in
            let bearers = bearers(world)
            let issued = try await world.redeem(try await world.code())
            let token = issued.accessToken.exposed
            let claims = try await bearers.authenticate(World.acme, token: token, audience: nil)
            try await world.store.setUser(World.acme, World.anne, disabledAt: World.start)
            #expect(try await refusal { try await bearers.authenticate(World.acme, token: token, audience: nil) } == .revoked)
            try await world.store.setUser(World.acme, World.anne, disabledAt: nil)
            _ = try await bearers.authenticate(World.acme, token: token, audience: nil)
            try await world.store.setClient(World.acme, try ClientID("desktop"), disabledAt: World.start)
            #expect(try await refusal { try await bearers.authenticate(World.acme, token: token, audience: nil) } == .revoked)
            try await world.store.setClient(World.acme, try ClientID("desktop"), disabledAt: nil)
            _ = try await bearers.authenticate(World.acme, token: token, audience: nil)
            try await world.store.revokeGrant(World.acme, grantID: try #require(claims.grantID), at: World.start)
            #expect(try await refusal { try await bearers.authenticate(World.acme, token: token, audience: nil) } == .revoked)
        }
    }

    @Test func `a token that was seen expires all the same`() async throws {
        try await World.run { world async throws in
            let bearers = bearers(world)
            let token = try await world.agentToken().accessToken.exposed
            _ = try await bearers.authenticate(World.acme, token: token, audience: nil)
            world.clock.advance(599)
            _ = try await bearers.authenticate(World.acme, token: token, audience: nil)
            world.clock.advance(1)
            guard
                case .invalid(let reason) = try await refusal({
                    try await bearers.authenticate(World.acme, token: token, audience: nil)
                })
            else {
                Issue.record("the token did not expire")
                return
            }
            #expect(!reason.message.isEmpty)
        }
    }

    @Test func `a token that was seen is recalled where it was good, for the service only where it is for the service`() async throws {
        try await World.run { world async throws in
            let bearers = bearers(world)
            let own = try await world.agentToken(["resource": nil])
            let other = try await world.redeem(try await world.code())
            #expect(bearers.recallForService(World.acme, TokenDigest(own.accessToken.exposed), at: world.clock.now) == nil)
            for token in [own, other] { _ = try await bearers.authenticate(World.acme, token: token.accessToken.exposed, audience: nil) }
            let digest = TokenDigest(own.accessToken.exposed)
            #expect(bearers.recallForService(World.acme, digest, at: world.clock.now)?.claims.subject == "robot")
            #expect(bearers.recallForService(World.globex, digest, at: world.clock.now) == nil)
            #expect(bearers.recall(World.acme, token: other.accessToken.exposed)?.subject == "anne")
            #expect(bearers.recallForService(World.acme, TokenDigest(other.accessToken.exposed), at: world.clock.now) == nil)
            try await world.store.revokeAccessToken(World.acme, tokenID: own.tokenID, at: World.start)
            #expect(bearers.recallForService(World.acme, digest, at: world.clock.now) == nil)
            #expect(bearers.recall(World.acme, token: own.accessToken.exposed) == nil)
        }
    }

    @Test func `a remembered token expires for the service as well`() async throws {
        try await World.run { world async throws in
            let bearers = bearers(world)
            let token = try await world.agentToken(["resource": nil]).accessToken.exposed
            _ = try await bearers.authenticate(World.acme, token: token, audience: nil)
            world.clock.advance(599)
            #expect(bearers.recallForService(World.acme, TokenDigest(token), at: world.clock.now) != nil)
            world.clock.advance(1)
            #expect(bearers.recallForService(World.acme, TokenDigest(token), at: world.clock.now) == nil)
        }
    }

    @Test func `a token of another tenant is invalid, also after it was seen at home`() async throws {
        try await World.run { world async throws in
            let bearers = bearers(world)
            let token = try await world.agentToken().accessToken.exposed
            _ = try await bearers.authenticate(World.acme, token: token, audience: nil)
            guard case .invalid = try await refusal({ try await bearers.authenticate(World.globex, token: token, audience: nil) }) else {
                Issue.record("the token was looked up")
                return
            }
        }
    }

    @Test func `a signature that is right for a token nobody recorded is not enough`() async throws {
        try await World.run { world async throws in
            let claims = AccessTokenClaims(
                issuer: "https://auth.example/t/acme", subject: "anne", audience: [World.billing], clientID: "desktop",
                scope: ["tools:call"], tokenID: "never-recorded", grantID: nil, issuedAt: World.start,
                expiresAt: World.start + 600, authenticatedAt: World.start, subjectType: .user)
            let token = try AccessToken.mint(claims, with: try await world.keys.keys(World.acme).signing).exposed
            #expect(try await refusal { try await bearers(world).authenticate(World.acme, token: token, audience: nil) } == .revoked)
        }
    }

    @Test(arguments: ["", "x", "a.b.c", "cardea_refresh_x", "eyJhbGciOiJub25lIn0.e30."])
    func `what is not an access token is invalid`(token: String) async throws {
        try await World.run { world async throws in
            guard
                case .invalid = try await refusal({
                    try await bearers(world).authenticate(World.acme, token: token, audience: nil)
                })
            else {
                Issue.record("`\(token)` was not found invalid")
                return
            }
        }
    }
}
