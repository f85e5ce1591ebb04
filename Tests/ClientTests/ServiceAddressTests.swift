import Client
import Testing

@Suite struct `Service addresses` {
    @Test(arguments: [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("https://a.example/", "https://a.example"),
        ("https://a/base//", "https://a/base"),
        ("http://[::1]:1", "http://[::1]:1"),
    ])
    func `a base URL is taken`(text: String, base: String) {
        #expect(ServiceAddress(text)?.baseURL == base)
    }

    @Test(arguments: [
        "", "a.example", "ftp://a", "http://", "http:///x", "https://a?x", "https://a#x", "https://user@a", "https://a b", "http://:80",
        "http+unix://x",
        "https://ä", "https://a\\b",
    ])
    func `anything else is not`(text: String) {
        #expect(ServiceAddress(text) == nil)
    }
}
