import Foundation
import Testing
import Tokens

@testable import OAuth

/// What an access token of the authorization server says (RFC 9068).
@Suite struct AccessTokenTests {
    @Test func `a user's token names user, client, resource, scope, times and grant`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            let text = issued.accessToken.exposed
            let header = try #require(Base64URL.decode(text.prefix { $0 != "." }))
            #expect(String(decoding: header, as: UTF8.self).contains("at+jwt"))
            let claims = try UnverifiedToken(text).verified(
                with: try await world.keys.keys(World.acme).verification, issuer: "https://auth.example/t/acme", audience: World.billing,
                now: World.start
            ).claims
            #expect(claims.subject == "anne")
            #expect(claims.subjectType == .user)
            #expect(claims.clientID == "desktop")
            #expect(claims.audience == [World.billing])
            #expect(claims.scope == ["tools:call"])
            #expect(claims.issuedAt == World.start)
            #expect(claims.expiresAt == World.start.addingTimeInterval(600))
            #expect(claims.authenticatedAt == World.start)
            #expect(claims.grantID != nil)
            #expect(claims.tokenID == issued.tokenID)
        }
    }

    @Test func `the time of the sign-in stays the same through refreshes`() async throws {
        try await World.run { world async throws in
            let first = try await world.redeem(try await world.code())
            world.clock.advance(3600)
            let later = try await world.refresh(first.refreshToken)
            let claims = try UnverifiedToken(later.accessToken.exposed).verified(
                with: try await world.keys.keys(World.acme).verification, issuer: "https://auth.example/t/acme", audience: World.billing,
                now: world.clock.now
            ).claims
            #expect(claims.authenticatedAt == World.start)
            #expect(claims.issuedAt == World.start.addingTimeInterval(3600))
        }
    }
}
