import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// Nothing of one tenant is worth anything at another, where the same names exist.
@Suite struct TenantWallTests {
    @Test func `a code of one tenant buys nothing at the other, and is not spent by the attempt`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            try await world.expect(.invalidGrant) { _ = try await world.redeem(code, at: World.globex) }
            #expect(try await world.redeem(code).subject == "anne")
        }
    }

    @Test func `a refresh token of one tenant buys nothing at the other, and is not spent by the attempt`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            try await world.expect(.invalidGrant) { _ = try await world.refresh(issued.refreshToken, at: World.globex) }
            #expect(try await world.refresh(issued.refreshToken).subject == "anne")
        }
    }

    @Test func `the secret of a client is not the secret of its namesake`() async throws {
        try await World.run { world async throws in
            try await world.expect(.invalidClient) {
                _ = try await world.agentToken(header: World.basic("robot", World.secret("robot", World.acme)), at: World.globex)
            }
        }
    }

    @Test func `a token of one tenant is inactive at the other, and cannot be revoked there`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            for token in [issued.accessToken, issued.refreshToken] {
                #expect(try await world.introspect(token, as: "gate", at: World.globex) == .inactive)
                let form = try World.form(["token": try #require(token).exposed, "client_id": "desktop"])
                #expect(try await world.server.revoke(World.globex, form, authorizationHeader: nil) == 0)
            }
            #expect(try await world.isActive(issued.accessToken))
            #expect(await world.server.inspect(World.globex, token: issued.accessToken.exposed) == .inactive)
        }
    }

    @Test func `a session of one tenant is nobody at the other`() async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            #expect(await world.server.browser(World.acme, cookie: browser.secret.exposed) != nil)
            #expect(await world.server.browser(World.globex, cookie: browser.secret.exposed) == nil)
        }
    }

    @Test func `consent that was given at one tenant is not given at the other`() async throws {
        try await World.run { world async throws in
            _ = try await world.code(["resource": nil])
            let browser = try await world.browser(World.anne, at: World.globex)
            #expect(try await world.ask(["resource": nil], browser: browser, at: World.globex).consentRequest != nil)
        }
    }

    @Test func `failures at one tenant do not slow down the other`() async throws {
        try await World.run { world async throws in
            for _ in 0..<10 { #expect(world.server.throttle.begin(World.acme, name: "anne", now: World.start)) }
            #expect(!world.server.throttle.begin(World.acme, name: "anne", now: World.start))
            #expect(world.server.throttle.begin(World.globex, name: "anne", now: World.start))
        }
    }
}
