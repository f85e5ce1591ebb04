import Testing

@testable import Pages

/// The pages that a person sees.
@Suite struct PagesTests {
    private static let evil = "<script>alert(1)</script>\u{202E}\"'>" + String(repeating: "A", count: 10_000)
    private static let carried = [(name: "client_id", value: "desktop"), (name: "state", value: "\"><script>x")]

    private func consent(client: String = "Desktop", tenant: String = "Acme", redirectOrigin: String = "https://portal.example") -> String {
        ConsentPage(
            tenant: tenant, client: client, clientID: "desktop", user: "anne", resource: "https://mcp.example/t/acme/billing",
            redirectOrigin: redirectOrigin, scopes: ["call tools for you"], action: "/t/acme/consent", formToken: "token-1",
            carried: Self.carried
        ).html.text
    }

    private func signIn(problem: String? = nil, user: String = "") -> String {
        SignInPage(
            tenant: "Acme", client: Self.evil, action: "/t/acme/sign-in", carried: Self.carried, user: user, problem: problem
        ).html.text
    }

    private static func pages(_ text: String) -> [String] {
        let carried = [(name: "state", value: text)]
        return [
            ConsentPage(
                tenant: text, client: text, clientID: text, user: text, resource: text, redirectOrigin: text, scopes: [text], action: text,
                formToken: text, carried: carried
            ).html.text, SignInPage(tenant: text, client: text, action: text, carried: carried, user: text, problem: text).html.text,
            ErrorPage(message: text, requestID: text).html.text,
        ]
    }

    @Test func `no page holds a script, and no text breaks out of its place`() {
        for (harmless, hostile) in zip(Self.pages("x"), Self.pages(Self.evil)) {
            #expect(!hostile.lowercased().contains("<script"))
            for sign in ["<", ">", "\"", "'"] {
                #expect(hostile.count { String($0) == sign } == harmless.count { String($0) == sign })
            }
        }
    }

    @Test func `consent names the client, its id, the user, the scopes, the resource and where the answer goes`() {
        let page = consent()
        for text in [
            "Allow Desktop?", "(desktop)", "anne", "Acme", "call tools for you", "https://mcp.example/t/acme/billing",
            "https://portal.example",
        ] {
            #expect(page.contains(text))
        }
    }

    @Test func `consent carries the request and the token of the form, and offers both answers`() {
        let page = consent()
        #expect(page.contains("<form method=\"post\" action=\"/t/acme/consent\">"))
        #expect(page.contains("name=\"form_token\" value=\"token-1\""))
        #expect(page.contains("name=\"client_id\" value=\"desktop\""))
        #expect(page.contains("name=\"state\" value=\"&quot;&gt;&lt;script&gt;x\""))
        #expect(page.contains("name=\"decision\" value=\"approve\""))
        #expect(page.contains("name=\"decision\" value=\"deny\""))
    }

    @Test(arguments: [
        ("http://127.0.0.1:53123", true), ("http://localhost:1", true), ("http://[::1]:8080", true), ("http://localhost", true),
        ("https://portal.example", false), ("http://localhost.evil.example", false), ("https://127.0.0.1.evil.example", false),
    ])
    func `consent warns when the answer goes to a program on the computer`(origin: String, warns: Bool) {
        #expect(consent(redirectOrigin: origin).contains("your own computer") == warns)
    }

    @Test func `a name cannot turn the text around it`() {
        #expect(!consent(client: Self.evil, tenant: Self.evil).contains("\u{202E}"))
        #expect(!signIn().contains("\u{202E}"))
    }

    @Test func `a name of 10 KB takes no more room than a line`() {
        #expect(!consent(client: Self.evil).contains(String(repeating: "A", count: 80)))
    }

    @Test func `sign-in asks for name and password, labelled and known to password managers`() {
        let page = signIn()
        #expect(page.contains("<form method=\"post\" action=\"/t/acme/sign-in\">"))
        #expect(page.contains("<label for=\"username\">"))
        #expect(page.contains("<label for=\"password\">"))
        #expect(page.contains("autocomplete=\"username\""))
        #expect(page.contains("autocomplete=\"current-password\""))
        #expect(!page.contains("role=\"alert\""))
        #expect(!page.contains("aria-invalid"))
    }

    @Test func `a sign-in that failed says so and keeps the name, not the password`() {
        let page = signIn(problem: "the user name or the password is wrong", user: "anne")
        #expect(page.contains("role=\"alert\" id=\"problem\">the user name or the password is wrong</p>"))
        #expect(page.contains("aria-describedby=\"problem\""))
        #expect(page.contains("name=\"username\" value=\"anne\""))
        #expect(!page.contains("type=\"password\" id=\"password\" name=\"password\" value"))
    }

    @Test func `an error page says what is wrong and the number to tell`() {
        let page = ErrorPage(message: "the client of this request is not registered here", requestID: "r-1").html.text
        #expect(page.contains("the client of this request is not registered here"))
        #expect(page.contains("r-1"))
        #expect(!page.contains("<form"))
    }

    @Test func `every page has a language, a width for small screens, both colour schemes and nothing from elsewhere`() {
        for page in [consent(), signIn(), ErrorPage(message: "m", requestID: "r").html.text] {
            #expect(page.hasPrefix("<!doctype html>"))
            #expect(page.contains("<html lang=\"en\">"))
            #expect(page.contains("width=device-width"))
            #expect(page.contains("prefers-color-scheme:dark"))
            #expect(page.contains("<main>"))
            for outside in ["<link", "<img", "src=", "url(", "@import"] { #expect(!page.contains(outside)) }
        }
    }
}
