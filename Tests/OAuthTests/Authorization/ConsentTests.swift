import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// Consent: asked once for each client, resource and scope, and given only by the form of the same browser.
@Suite struct ConsentTests {
    @Test func `nobody signed in is asked to sign in, and then to agree`() async throws {
        try await World.run { world async throws in
            #expect(try await world.ask().isSignIn)
            let request = try #require(try await world.ask(browser: try await world.browser()).consentRequest)
            #expect(request.redirectOrigin == "http://127.0.0.1:53123")
            #expect(request.resource == World.billing)
        }
    }

    @Test func `what was agreed to is not asked again`() async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            _ = try await world.agree(browser: browser)
            #expect(try Answer(try await world.ask(browser: browser))["code"] != nil)
        }
    }

    @Test(arguments: [
        ["scope": "tools:call access:evaluate"], ["resource": World.notes], ["resource": nil], ["client_id": "tablet"],
        ["prompt": "consent"],
    ])
    func `more scope, another resource, another client or a wish to be asked is asked`(changes: Changes) async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            _ = try await world.agree(browser: browser)
            #expect(try await world.ask(changes, browser: browser).consentRequest != nil)
        }
    }

    @Test func `one user's consent is not another's`() async throws {
        try await World.run { world async throws in
            _ = try await world.agree(browser: try await world.browser())
            #expect(try await world.ask(browser: try await world.browser(World.bob)).consentRequest != nil)
        }
    }

    @Test func `agreeing to another scope does not forget the first`() async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            _ = try await world.agree(["scope": "tools:call"], browser: browser)
            _ = try await world.agree(["scope": "access:evaluate"], browser: browser)
            let answer = try Answer(try await world.ask(["scope": "access:evaluate tools:call"], browser: browser))
            #expect(answer["code"] != nil)
        }
    }

    @Test func `not agreeing is told to the client and remembered by nobody`() async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            let answer = try await world.agree(browser: browser, isApproved: false)
            #expect(answer["error"] == "access_denied")
            #expect(answer["code"] == nil)
            #expect(try await world.ask(browser: browser).consentRequest != nil)
        }
    }

    @Test func `a form without its token, or with that of another session, request or client, grants nothing`() async throws {
        try await World.run { world async throws in
            let (anne, bob) = (try await world.browser(), try await world.browser(World.bob))
            let again = try await world.browser()
            let form = try World.request()
            let request = try #require(try await world.ask(browser: anne).consentRequest)
            let wider = try #require(try await world.ask(["scope": nil], browser: anne).consentRequest)
            let other = try #require(try await world.ask(["client_id": "tablet"], browser: anne).consentRequest)
            let tokens = [
                "", "x", bob.formToken(for: request), again.formToken(for: request), anne.formToken(for: wider), anne.formToken(for: other),
            ]
            for token in tokens {
                #expect(await world.server.decide(World.acme, form, browser: anne, formToken: token, isApproved: true) == nil)
            }
            #expect(try await world.ask(browser: anne).consentRequest != nil)
            let token = anne.formToken(for: request)
            #expect(await world.server.decide(World.acme, form, browser: anne, formToken: token, isApproved: true) != nil)
        }
    }

    @Test func `a flow that one user began is not finished in the browser of another`() async throws {
        try await World.run { world async throws in
            let (anne, bob) = (try await world.browser(), try await world.browser(World.bob))
            let request = try #require(try await world.ask(browser: anne).consentRequest)
            let outcome = await world.server.decide(
                World.acme, try World.request(), browser: bob, formToken: anne.formToken(for: request), isApproved: true)
            #expect(outcome == nil)
        }
    }

    @Test func `the decision looks at the client again`() async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            let request = try #require(try await world.ask(browser: browser).consentRequest)
            try await world.store.setClient(World.acme, try ClientID("desktop"), disabledAt: World.start)
            let outcome = await world.server.decide(
                World.acme, try World.request(), browser: browser, formToken: browser.formToken(for: request), isApproved: true)
            #expect(outcome?.isErrorPage == true)
        }
    }
}

extension ConsentTests {
    @Test func `asked to be silent, the server says who is missing and gives no code`() async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["prompt": "none"])["error"] == "login_required")
            let browser = try await world.browser()
            let answer = try await world.refused(["prompt": "none"], browser: browser)
            #expect(answer["error"] == "consent_required")
            #expect(answer["code"] == nil)
            _ = try await world.agree(browser: browser)
            #expect(try Answer(try await world.ask(["prompt": "none"], browser: browser))["code"] != nil)
        }
    }

    @Test func `asked to be silent by an unknown client or for an unknown address, the server does not redirect`() async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            #expect(try await world.ask(["prompt": "none", "client_id": "nobody"], browser: browser).isErrorPage)
            #expect(try await world.ask(["prompt": "none", "redirect_uri": "https://evil.example/"], browser: browser).isErrorPage)
        }
    }

    @Test(arguments: ["login", "select_account", "login consent"])
    func `a signed-in browser signs in again when the client wishes it, once`(prompt: String) async throws {
        try await World.run { world async throws in
            let browser = try await world.browser()
            _ = try await world.agree(browser: browser)
            #expect(try await world.ask(["prompt": prompt], browser: browser).isSignIn)
            let form = try World.request(["prompt": prompt])
            let (outcome, _) = await world.server.signIn(World.acme, form, user: "anne", password: Secret(World.password))
            #expect(!outcome.isSignIn)
        }
    }
}
