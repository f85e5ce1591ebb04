import Client
import Testing

@Suite struct `The transport` {
    @Test func `a body is collected up to its limit`() async throws {
        let body = TransportBody(chunks: [[1, 2], [3]])
        #expect(try await body.collect(upTo: 3) == [1, 2, 3])
        await #expect(throws: TransportError.bodyTooLarge(limit: 2)) { try await body.collect(upTo: 2) }
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "http+unix://%2Ftmp%2Fx/", "127.0.0.1"])
    func `only http and https are spoken`(url: String) async throws {
        let transport = HTTPTransport()
        await #expect { try await transport.send(TransportRequest(url: url)) } throws: { error in
            guard case .invalidRequest? = error as? TransportError else { return false }
            return true
        }
        try await transport.shutdown()
    }

    @Test func `a closed port is told at once`() async throws {
        let transport = HTTPTransport()
        await #expect(throws: TransportError.couldNotConnect("connection refused")) {
            try await transport.send(TransportRequest(url: "http://127.0.0.1:1/"))
        }
        try await transport.shutdown()
    }
}
