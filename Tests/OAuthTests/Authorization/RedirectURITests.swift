import Testing

@testable import OAuth

/// Where an authorization response may go (OAuth 2.1 section 4.1.1, RFC 8252 section 7.3).
@Suite struct RedirectURITests {
    private static let registered = ["https://portal.example/cb", "http://127.0.0.1/callback", "http://[::1]/cb", "http://localhost/cb"]

    @Test(arguments: [
        "https://portal.example/cb", "http://127.0.0.1/callback", "http://127.0.0.1:53123/callback", "http://[::1]:8080/cb",
        "http://localhost:1/cb", "http://localhost:65535/cb",
    ])
    func `a registered address matches, on loopback with any port`(address: String) {
        #expect(RedirectURI.matches(address, registered: Self.registered))
    }

    @Test(arguments: [
        "https://portal.example/other", "https://portal.example/cb/", "https://portal.example/cb?a=1", "https://portal.example/CB",
        "https://Portal.example/cb", "HTTPS://portal.example/cb", "https://portal.example/%63b", "https://portal.example/x/%2e%2e/cb",
        "https://portal.example/x/../cb", "https://portal.example\\@evil.example/cb", "https://evil.example\\portal.example/cb",
        "https://portal.example@evil.example/cb", "https://user@portal.example/cb", "https://portal.example/cb#fragment",
        "https://pоrtal.example/cb", "https://portal.example:443/cb", "https://portal.example:8443/cb", "http://portal.example/cb",
        "https://portal.example/cb ", " https://portal.example/cb", "https://portal.example/cb\r\nSet-Cookie: a=b", "//portal.example/cb",
        "javascript:alert(1)", "", "https://portal.example", "https://portal.example.evil.example/cb",
    ])
    func `anything else than the very address does not match`(address: String) {
        #expect(!RedirectURI.matches(address, registered: Self.registered))
    }

    @Test(arguments: [
        "http://127.0.0.1:53123/other", "http://127.0.0.1:53123/callback/", "http://127.0.0.1:53123/callback?a=1",
        "http://127.0.0.1:53123/callback#a", "https://127.0.0.1:53123/callback", "http://localhost:53123/callback",
        "http://127.0.0.1.evil.example/callback", "http://127.0.0.1:80@evil.example/callback", "http://127.0.0.1@evil.example/callback",
        "http://127.1:53123/callback", "http://0.0.0.0:53123/callback", "http://2130706433/callback", "http://127.0.0.2/callback",
        "http://127.0.0.1:/callback", "http://127.0.0.1:0/callback", "http://127.0.0.1:65536/callback",
        "http://127.0.0.1:99999999999999999999/callback",
        "http://127.0.0.1:-1/callback", "http://127.0.0.1:5 3/callback", "http://127.0.0.1:٣/callback", "http://[::2]:8080/cb",
        "http://[0:0:0:0:0:0:0:1]/cb", "http://::1/cb", "http://localhost.evil.example/cb", "http://localhost:80.evil.example/cb",
        "http://LOCALHOST/cb", "http://localhost./cb",
    ])
    func `on loopback only the port is free`(address: String) {
        #expect(!RedirectURI.matches(address, registered: Self.registered))
    }

    @Test func `the port of a registered loopback address is free too`() {
        #expect(RedirectURI.matches("http://127.0.0.1:4000/cb", registered: ["http://127.0.0.1:3000/cb"]))
        #expect(!RedirectURI.matches("https://portal.example:4000/cb", registered: ["https://portal.example:3000/cb"]))
    }

    @Test func `an address of more than 2000 bytes matches nothing`() {
        let long = "https://portal.example/" + String(repeating: "a", count: 2000)
        #expect(!RedirectURI.matches(long, registered: [long]))
    }

    @Test func `parameters join the query that is there`() {
        #expect(RedirectURI.adding([("a", "1 &"), ("b", "é")], to: "https://a.example/") == "https://a.example/?a=1%20%26&b=%C3%A9")
        #expect(RedirectURI.adding([("a", "1")], to: "https://a.example/?keep=1") == "https://a.example/?keep=1&a=1")
    }

    @Test(arguments: [
        ("https://portal.example/cb?x=1", "https://portal.example"), ("http://127.0.0.1:53123/callback", "http://127.0.0.1:53123"),
        ("http://[::1]:8080/cb", "http://[::1]:8080"), ("https://portal.example", "https://portal.example"),
        ("https://portal.example?x=/", "https://portal.example"),
    ])
    func `the origin is scheme, host and port`(address: String, origin: String) {
        #expect(RedirectURI.origin(address) == origin)
    }
}
