import Testing

@testable import Server

struct RequestHeadTests {
    enum Kind: Equatable, Sendable {
        case incomplete, opaque
        case framed(head: Int, body: Int, isUnusual: Bool)
    }

    static func read(_ text: String) -> Kind {
        Array(text.utf8).withUnsafeBytes { bytes in
            switch RequestHead.read(bytes) {
            case .incomplete: .incomplete
            case .opaque: .opaque
            case .framed(let head): .framed(head: head.length, body: head.bodyLength, isUnusual: head.isUnusual)
            }
        }
    }

    @Test func `what the tests of refusals begin with is fine by itself`() {
        #expect(Self.read("POST /x HTTP/1.1\r\nHost: a\r\n\r\n") == .framed(head: 29, body: 0, isUnusual: false))
        #expect(Self.read("GET / HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n") == .framed(head: 51, body: 0, isUnusual: false))
    }

    @Test func `a plain request ends where its fields say`() {
        let head = "POST /t/acme/access/v1/evaluation HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n"
        #expect(Self.read(head + "{\"subject\":1") == .framed(head: head.utf8.count, body: 12, isUnusual: false))
        let get = "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n"
        #expect(Self.read(get) == .framed(head: get.utf8.count, body: 0, isUnusual: false))
    }

    @Test func `every part of a head is waited for`() {
        let head = "POST /t/acme/access/v1/evaluation HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n"
        for length in 1..<head.utf8.count {
            #expect(Self.read(String(decoding: head.utf8.prefix(length), as: UTF8.self)) == .incomplete, "the first \(length) bytes")
        }
    }

    @Test(arguments: [
        // Two readers could disagree about where these end (RFC 9112 §6.3, §11.2).
        "Content-Length: 1\r\nContent-Length: 1", "Content-Length: 1\r\nContent-Length: 2", "Content-Length: +1", "Content-Length: 1, 1",
        "Content-Length: ", "Content-Length: 0x1", "Content-Length: 9999999999", "Transfer-Encoding: chunked",
        "transfer-encoding: identity",
        "Content-Length: 1\r\nTransfer-Encoding: chunked",
        // Names and values that are none.
        "Content-Length : 1", " folded: 1", "X: 1\r\n folded", "no colon", ": no name", "X: a\u{0}b", "X: a\rb", "X\u{B}Y: 1",
        // What changes the connection.
        "Connection: close", "Connection: upgrade", "Connection: keep-alive, close", "Upgrade: h2c", "Expect: 100-continue",
        // Not one host.
        "Host: b",
    ])
    func `what is not certain is the framework's`(field: String) {
        #expect(Self.read("POST /x HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n") == .opaque)
    }

    @Test(arguments: [
        "POST /x HTTP/1.0", "POST /x HTTP/2.0", "post /x HTTP/1.1", "POST  /x HTTP/1.1", "POST x HTTP/1.1", "POST http://a/x HTTP/1.1",
        "OPTIONS * HTTP/1.1", "OPTIONS /x HTTP/1.1", "CONNECT a:1 HTTP/1.1", "HEAD /x HTTP/1.1", "POST /x y HTTP/1.1",
        "POST /\u{7F} HTTP/1.1",
        "POST /ü HTTP/1.1", "/x", "\r\nPOST /x HTTP/1.1",
    ])
    func `what is not a plain request line is the framework's`(line: String) {
        #expect(Self.read("\(line)\r\nHost: a\r\n\r\n") == .opaque)
    }

    @Test func `a bare line feed ends no line`() {
        #expect(Self.read("POST /x HTTP/1.1\nHost: a\n\n") == .opaque)
        #expect(Self.read("POST /x HTTP/1.1\r\nHost: a\nContent-Length: 3\r\n\r\n") == .opaque)
        #expect(Self.read("POST /x HTTP/1.1\r\nHost: a\r\n\n") == .opaque)
    }

    @Test func `no host, too many fields and too long ones are the framework's to refuse`() {
        #expect(Self.read("POST /x HTTP/1.1\r\n\r\n") == .opaque)
        let many = (0..<RequestHead.maximumFieldCount).map { "X-\($0): 1\r\n" }.joined()
        #expect(Self.read("POST /x HTTP/1.1\r\nHost: a\r\n\(many)\r\n") == .opaque)
        let long = String(repeating: "a", count: RequestHead.maximumFieldLength)
        #expect(Self.read("POST /x HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n") == .opaque)
        #expect(Self.read("POST /x HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: long, count: 3))") == .opaque)
        #expect(Self.read("\u{16}\u{3}\u{1}") == .opaque)
    }

    @Test(arguments: [
        "Authorization: Bearer a\r\nauthorization: Bearer b", "X-Request-ID: a\r\nX-Request-ID: b", "Origin: https://a.example",
    ])
    func `an unusual request is handed on, the connection stays`(fields: String) {
        guard case .framed(_, _, let isUnusual) = Self.read("POST /x HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n") else {
            Issue.record("not framed")
            return
        }
        #expect(isUnusual)
    }
}
