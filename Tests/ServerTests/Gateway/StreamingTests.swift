import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import Server

/// Streams over a real connection: piece by piece, and no longer than somebody listens.
@Suite struct StreamingTests {
    private func application(
        _ stream: @escaping @Sendable (GatewayResponse.Write) async throws -> Void
    ) throws -> some ApplicationProtocol {
        let router = Router(context: Exchange.self)
        router.post("stream") { request, exchange in
            _ = try await request.bytes(upTo: 1000, exchange)
            let answer = GatewayResponse(status: 200, headers: [.contentType: "text/event-stream"], body: .stream(stream))
            return GatewayAnswer.response(answer, exchange)
        }
        let listener = ServerListener(address: try ListenAddress(parsing: "127.0.0.1:0"))
        return listener.application(router.buildResponder(), logger: Logger(label: "test"))
    }

    @Test func `a stream arrives whole`() async throws {
        let application = try application { write in
            for number in 0..<20 { try await write(Array("data: \(number)\n\n".utf8)) }
        }
        try await application.test(.live) { server in
            try await PatientClient.on(server.port) { client in
                let answer = try await client.execute(uri: "/stream", method: .post, body: ByteBuffer(string: "{}"))
                #expect(answer.text == (0..<20).map { "data: \($0)\n\n" }.joined())
            }
        }
    }

    @Test func `a caller that hangs up ends the work`() async throws {
        let ended = AsyncStream<Bool>.makeStream()
        let application = try application { write in
            try await write(Array("data: 1\n\n".utf8))
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                ended.continuation.yield(true)
                throw error
            }
        }
        try await application.test(.live) { client in
            let port = try #require(client.port)
            try await TestClient.withClient(host: "127.0.0.1", port: port) { connection in
                try await connection.executeAndDontWaitForResponse(
                    TestClient.Request("/stream", method: .post, body: ByteBuffer(string: "{}")))
                try await Task.sleep(for: .milliseconds(200))
                try await connection.close()
            }
            var iterator = ended.stream.makeAsyncIterator()
            #expect(await iterator.next() == true)
        }
    }
}
