import Foundation
import Testing

@testable import Pages

/// What keeps a page from being framed, scripted, sniffed or told to others.
@Suite struct PageHeadersTests {
    private func policy(_ origin: String? = nil) throws -> [String] {
        let headers = PageHeaders.security(redirectOrigin: origin)
        let policy = try #require(headers.first { $0.name == "content-security-policy" }).value
        return policy.components(separatedBy: "; ")
    }

    @Test func `no page may be framed or run a script`() throws {
        let headers = PageHeaders.security()
        #expect(headers.contains { $0 == ("x-frame-options", "DENY") })
        #expect(headers.contains { $0 == ("x-content-type-options", "nosniff") })
        #expect(headers.contains { $0 == ("cache-control", "no-store") })
        let policy = try policy()
        for directive in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
            #expect(policy.contains(directive))
        }
        #expect(!policy.joined().contains("unsafe"))
        #expect(!policy.joined().contains("script-src"))
    }

    @Test func `the style sheet is allowed by its hash, which is the hash of the style sheet`() throws {
        let digest = Data(SHA256.digest(Array(Layout.style.text.utf8))).base64EncodedString()
        #expect(PageHeaders.styleHash == digest)
        #expect(try policy().contains("style-src 'sha256-\(digest)'"))
    }

    @Test(arguments: [
        ("https://portal.example", "https://portal.example"), ("http://127.0.0.1:53123", "http://127.0.0.1:53123"),
        ("http://localhost:1", "http://localhost:1"), ("http://[::1]:8080", "http:"),
    ])
    func `the form may lead on to the client`(origin: String, source: String) throws {
        #expect(try policy(origin).contains("form-action 'self' \(source)"))
    }

    @Test(arguments: [
        "https://a.example; script-src *", "https://a.example 'unsafe-inline'", "https://*", "*", "javascript:alert(1)",
        "https://a.example\r\nx: y", "https://é.example", "https://a.example,b", "",
    ])
    func `what is not an origin does not get into the policy`(origin: String) throws {
        #expect(try policy(origin) == policy())
    }
}
