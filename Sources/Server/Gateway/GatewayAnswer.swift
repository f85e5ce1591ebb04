import Gateway
import Hummingbird
import NIOCore

/// Sends what the gateway answers; a stream piece by piece as it comes, and no longer than somebody listens.
enum GatewayAnswer {
    static func response(_ answer: GatewayResponse, _ exchange: Exchange) -> Response {
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.body {
        case .bytes(let bytes):
            return Response(status: status, headers: answer.headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let stream):
            return Response(
                status: status, headers: answer.headers,
                body: ResponseBody { writer in
                    try await relay(stream, exchange, to: &writer)
                    try await writer.finish(nil)
                })
        }
    }

    /// The stream runs in a task of its own, which ends when the caller hangs up: nobody pays for an answer that nobody reads.
    private static func relay(
        _ stream: @escaping @Sendable (GatewayResponse.Write) async throws -> Void, _ exchange: Exchange,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        let handoff = Handoff()
        exchange.onHangUp { handoff.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { handoff.finish() }
                try await stream { try await handoff.send($0) }
            }
            while let piece = await handoff.next() {
                do {
                    try await writer.write(ByteBuffer(bytes: piece))
                } catch {
                    handoff.finish()
                    throw error
                }
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
