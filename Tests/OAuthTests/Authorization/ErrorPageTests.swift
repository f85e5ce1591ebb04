import Foundation
import Store
import Testing

@testable import OAuth

/// What is answered with a page and never with a redirect (OAuth 2.1 section 4.1.2.1, RFC 9700 section 4.11).
@Suite struct ErrorPageTests {
    @Test(arguments: ["nobody", "a b", "../desktop", String(repeating: "x", count: 300)])
    func `an unknown client gets an error page`(client: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.ask(["client_id": client]).isErrorPage)
        }
    }

    @Test func `a request without a client, or with two, gets an error page`() async throws {
        try await World.run { world async throws in
            #expect(try await world.ask(["client_id": nil]).isErrorPage)
            let twice = try World.form([("client_id", "desktop"), ("client_id", "desktop"), ("redirect_uri", World.redirect)])
            #expect(await world.server.authorize(World.acme, twice, browser: nil).isErrorPage)
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:53123/other", "https://evil.example/callback", "http://127.0.0.1.evil.example/callback",
        "http://localhost:53123/callback", "http://127.0.0.1:53123/callback#x",
    ])
    func `a redirect URI that is not registered gets an error page, also for a signed-in browser`(address: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.ask(["redirect_uri": address]).isErrorPage)
            #expect(try await world.ask(["redirect_uri": address], browser: try await world.browser()).isErrorPage)
        }
    }

    @Test func `a redirect URI that is repeated gets an error page`() async throws {
        try await World.run { world async throws in
            let twice = try World.form([
                ("client_id", "desktop"), ("redirect_uri", World.redirect), ("redirect_uri", "https://evil.example/"),
            ])
            #expect(await world.server.authorize(World.acme, twice, browser: nil).isErrorPage)
        }
    }

    @Test func `without a redirect URI the only registered one is taken, and of several none`() async throws {
        try await World.run { world async throws in
            #expect(try await world.ask(["redirect_uri": nil]).isSignIn)
            #expect(try await world.ask(["redirect_uri": ""]).isSignIn)
            #expect(try await world.ask(["client_id": "portal", "redirect_uri": nil]).isErrorPage)
        }
    }

    @Test func `a disabled client gets an error page`() async throws {
        try await World.run { world async throws in
            try await world.store.setClient(World.acme, try ClientID("desktop"), disabledAt: World.start)
            #expect(try await world.ask().isErrorPage)
        }
    }

    @Test func `the page does not repeat what the request said`() async throws {
        try await World.run { world async throws in
            guard case .showError(let text) = try await world.ask(["client_id": "evil-name"]) else { throw NoErrorPage() }
            #expect(!text.contains("evil-name"))
        }
    }
}

struct NoErrorPage: Error {}
