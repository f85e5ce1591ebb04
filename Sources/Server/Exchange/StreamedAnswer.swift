import API
import Hummingbird
import NIOCore

/// An answer that is made while it is being sent, piece by piece, and no longer than somebody listens.
enum StreamedAnswer {
    /// Sends bytes on and returns when there is room for more; throws when the caller is gone.
    typealias Write = ([UInt8]) async throws -> Void

    static func body(
        _ exchange: Exchange, _ stream: @escaping @Sendable (_ write: Write) async throws -> Void
    ) -> ResponseBody {
        ResponseBody { writer in
            do {
                try await relay(stream, exchange, to: &writer)
            } catch let told as ToldFailure {
                // The answer is whole; the log gets to know what the caller does not.
                try await writer.finish(nil)
                throw told.cause
            }
            try await writer.finish(nil)
        }
    }

    /// What ended a stream whose last line tells so.
    struct ToldFailure: Error {
        let cause: any Error
    }

    /// The stream runs in a task of its own, which ends when the caller hangs up: nobody pays for an answer that nobody reads.
    private static func relay(
        _ stream: @escaping @Sendable (Write) async throws -> Void, _ exchange: Exchange, to writer: inout any ResponseBodyWriter
    ) async throws {
        let handoff = Handoff()
        exchange.onHangUp { handoff.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { handoff.finish() }
                let work: @Sendable () async throws -> Void = { try await stream { try await handoff.send($0) } }
                // In the line of its tenant, as the request was: it has been left where the answer began.
                if let turns = exchange.turns { try await turns.run(work) } else { try await work() }
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

    /// One JSON value and the end of its line.
    static func line(_ body: some Encodable) throws -> [UInt8] {
        try Wire.encode(body) + [UInt8(ascii: "\n")]
    }
}
