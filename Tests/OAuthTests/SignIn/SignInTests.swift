import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// Signing in: who gets a session, and what a guesser learns.
@Suite struct SignInTests {
    private func signIn(
        _ world: World, _ name: String = "anne", _ password: String = World.password, _ changes: Changes = [:]
    ) async throws -> (outcome: AuthorizationOutcome, browser: BrowserSession?) {
        await world.server.signIn(World.acme, try World.request(changes), user: name, password: Secret(password))
    }

    @Test func `the right password opens a session and goes on to consent`() async throws {
        try await World.run { world async throws in
            let (outcome, browser) = try await signIn(world)
            #expect(outcome.consentRequest?.client.id.rawValue == "desktop")
            let cookie = try #require(browser).secret.exposed
            #expect(await world.server.browser(World.acme, cookie: cookie)?.session.userName == World.anne)
        }
    }

    @Test(arguments: [
        ("anne", "wrong"), ("nobody", World.password), ("Anne", World.password), ("anne ", World.password), ("", World.password),
        ("anne", ""), ("' OR 1=1--", "x"), ("anne\u{0}", World.password), ("anne", String(repeating: "x", count: 20_000)),
    ])
    func `everything else gets the same page and no session`(name: String, password: String) async throws {
        try await World.run { world async throws in
            let (outcome, browser) = try await signIn(world, name, password)
            #expect(outcome.problem == "the user name or the password is wrong")
            #expect(browser == nil)
        }
    }

    @Test func `a disabled user is refused like a wrong password`() async throws {
        try await World.run { world async throws in
            try await world.store.setUser(World.acme, World.anne, disabledAt: World.start)
            let (outcome, browser) = try await signIn(world)
            #expect(outcome.problem == "the user name or the password is wrong")
            #expect(browser == nil)
        }
    }

    @Test func `every sign-in makes a new secret, and the store has only its hash`() async throws {
        try await World.run { world async throws in
            let first = try #require(try await signIn(world).browser)
            let second = try #require(try await signIn(world).browser)
            #expect(first.secret != second.secret)
            #expect(first.secret.exposed.hasPrefix("cardea_session_"))
            #expect(first.session.idHash == sha256(first.secret))
            #expect("\(first)".contains(first.secret.exposed) == false)
        }
    }

    @Test func `a session that the browser brings along does not become a signed-in one`() async throws {
        try await World.run { world async throws in
            let planted = "cardea_session_planted"
            #expect(await world.server.browser(World.acme, cookie: planted) == nil)
            _ = try await signIn(world)
            #expect(await world.server.browser(World.acme, cookie: planted) == nil)
        }
    }

    @Test func `a session ends after eight hours, and when its user is disabled`() async throws {
        try await World.run { world async throws in
            let (anne, bob) = (try await world.browser(), try await world.browser(World.bob))
            try await world.store.setUser(World.acme, World.bob, disabledAt: World.start)
            #expect(await world.server.browser(World.acme, cookie: bob.secret.exposed) == nil)
            world.clock.advance(8 * 3600 - 1)
            #expect(await world.server.browser(World.acme, cookie: anne.secret.exposed) != nil)
            world.clock.advance(1)
            #expect(await world.server.browser(World.acme, cookie: anne.secret.exposed) == nil)
        }
    }

    @Test(arguments: [nil, "", "x", String(repeating: "x", count: 201)])
    func `a cookie that is no session is nobody`(cookie: String?) async throws {
        try await World.run { world async throws in
            #expect(await world.server.browser(World.acme, cookie: cookie) == nil)
        }
    }

    @Test func `the way back is the authorization request itself, checked again, and never an address`() async throws {
        try await World.run { world async throws in
            let (outcome, browser) = try await signIn(world, "anne", World.password, ["return_to": "https://evil.example/"])
            let carried = try #require(outcome.consentRequest).carried
            #expect(!carried.contains { $0.name == "return_to" })
            #expect(browser != nil)
            let bad = try await signIn(world, "anne", World.password, ["redirect_uri": "https://evil.example/"])
            #expect(bad.outcome.isErrorPage)
            #expect(bad.browser == nil)
        }
    }

    @Test func `after ten wrong passwords the right one has to wait a minute`() async throws {
        try await World.run { world async throws in
            for _ in 0..<10 { #expect(try await signIn(world, "anne", "wrong").outcome.problem?.contains("wrong") == true) }
            let refused = try await signIn(world)
            #expect(refused.outcome.problem?.contains("too many attempts") == true)
            #expect(refused.browser == nil)
            #expect(try await signIn(world, "bob").browser != nil)
            world.clock.advance(60)
            #expect(try await signIn(world).browser != nil)
        }
    }

    @Test func `right passwords do not count`() async throws {
        try await World.run { world async throws in
            for _ in 0..<12 { #expect(try await signIn(world).browser != nil) }
        }
    }

    @Test func `forty wrong passwords at once are no more than ten in a row`() async throws {
        try await World.run { world async throws in
            let (server, form) = (world.server, try World.request())
            let looked = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        await server.signIn(World.acme, form, user: "anne", password: Secret("wrong")).outcome.problem?
                            .contains("is wrong") == true
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(looked == 10)
        }
    }
}
