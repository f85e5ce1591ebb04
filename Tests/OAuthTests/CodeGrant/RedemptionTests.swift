import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// The authorization code grant: what a code is bound to, and that it is good once (OAuth 2.1 section 4.1.3 and 7.5.3).
@Suite struct RedemptionTests {
    @Test func `a code buys an access token and a refresh token for the user, the scope and the resource`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code())
            #expect(issued.subject == "anne")
            #expect(issued.clientID == "desktop")
            #expect(issued.scope == ["tools:call"])
            #expect(issued.resource == World.billing)
            #expect(issued.expiresIn == 600)
            #expect(issued.refreshToken != nil)
            #expect(issued.headers.contains { $0 == ("cache-control", "no-store") })
        }
    }

    @Test func `a client without the refresh grant gets no refresh token`() async throws {
        try await World.run { world async throws in
            let changes: Changes = ["client_id": "portal", "redirect_uri": "https://portal.example/cb"]
            let code = try await world.code(changes)
            let issued = try await world.redeem(
                code, ["client_id": nil, "redirect_uri": nil], header: World.basic("portal", World.secret("portal")))
            #expect(issued.refreshToken == nil)
            #expect(issued.clientID == "portal")
        }
    }

    @Test func `a code that is redeemed twice ends everything it bought`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            let first = try await world.redeem(code)
            let second = try await world.refresh(first.refreshToken)
            #expect(try await world.isActive(first.accessToken))
            let error = try await world.expect(.invalidGrant) { _ = try await world.redeem(code) }
            #expect(error.detail?.contains("is revoked") == true)
            #expect(!error.description.contains("grant_"))
            #expect(try await !world.isActive(first.accessToken))
            #expect(try await !world.isActive(second.accessToken))
            try await world.expect(.invalidGrant) { _ = try await world.refresh(second.refreshToken) }
        }
    }

    @Test func `a replay with a wrong verifier is refused and ends nothing`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            let issued = try await world.redeem(code)
            try await world.expect(.invalidGrant) {
                _ = try await world.redeem(code, ["code_verifier": String(repeating: "x", count: 43)])
            }
            #expect(try await world.isActive(issued.accessToken))
            #expect(try await world.refresh(issued.refreshToken).subject == "anne")
        }
    }

    @Test func `a replay by another client is refused and ends nothing`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            let issued = try await world.redeem(code)
            try await world.expect(.invalidGrant) { _ = try await world.redeem(code, ["client_id": "tablet"]) }
            try await world.expect(.invalidClient) { _ = try await world.redeem(code, ["client_id": "portal"]) }
            #expect(try await world.isActive(issued.accessToken))
        }
    }

    @Test func `the code of one client is nothing to another, and not spent by the attempt`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            try await world.expect(.invalidGrant) { _ = try await world.redeem(code, ["client_id": "tablet"]) }
            try await world.expect(.invalidGrant) {
                _ = try await world.redeem(code, ["client_id": nil], header: World.basic("portal", World.secret("portal")))
            }
            #expect(try await world.redeem(code).subject == "anne")
        }
    }

    @Test func `a code is good for less than sixty seconds`() async throws {
        try await World.run { world async throws in
            let early = try await world.code()
            let late = try await world.code()
            world.clock.advance(59)
            #expect(try await world.redeem(early).subject == "anne")
            world.clock.advance(1)
            try await world.expect(.invalidGrant) { _ = try await world.redeem(late) }
        }
    }

    @Test func `a redirect URI in the token request has to be the one of the authorization request`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            for address in ["http://127.0.0.1/callback", "http://127.0.0.1:53124/callback", "https://evil.example/"] {
                try await world.expect(.invalidGrant) { _ = try await world.redeem(code, ["redirect_uri": address]) }
            }
            #expect(try await world.redeem(code, ["redirect_uri": nil]).subject == "anne")
        }
    }

    @Test(arguments: ["", "cardea_code_x", "' OR 1=1--", "é"])
    func `a code that was never issued is refused`(code: String) async throws {
        try await World.run { world async throws in
            let expected: OAuthError.Code = code.isEmpty ? .invalidRequest : .invalidGrant
            try await world.expect(expected) { _ = try await world.redeem(code) }
        }
    }

    @Test func `the code of a user who has been disabled since is refused`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            try await world.store.setUser(World.acme, World.anne, disabledAt: World.start)
            try await world.expect(.invalidGrant) { _ = try await world.redeem(code) }
        }
    }

    @Test func `of fifty redemptions at once exactly one is answered with tokens, and none after a restart`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            let results = try await Self.redeemAtOnce(50, code, world.server)
            #expect(results.compactMap { try? $0.get() }.count == 1)
            for case .failure(let error) in results { #expect(error.code == .invalidGrant) }
            try await world.restart()
            try await world.expect(.invalidGrant) { _ = try await world.redeem(code) }
        }
    }

    private static func redeemAtOnce(
        _ count: Int, _ code: String, _ server: AuthorizationServer
    ) async throws -> [Result<TokenResponse, OAuthError>] {
        let form = try World.redemption(code)
        return await withTaskGroup(of: Result<TokenResponse, OAuthError>.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do throws(OAuthError) {
                        return .success(try await server.token(World.acme, form, authorizationHeader: nil))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
