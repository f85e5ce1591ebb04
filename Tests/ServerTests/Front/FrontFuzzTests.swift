import Foundation
import NIOCore
import NIOEmbedded
import Testing

@testable import Server

/// Requests with bytes changed, left out, doubled and cut, on one connection each: nothing crashes, and no byte is part of two requests.
///
/// `CARDEA_FUZZ_ITERATIONS` raises the number of attempts and makes each run another one; `CARDEA_FUZZ_SEED` repeats a run.
struct FrontFuzzTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    static let corpus = [
        // The head of the second is known from the first.
        FrontHandlerTests.hot("body") + FrontHandlerTests.hot("bytes"),
        FrontHandlerTests.hot("one", more: "X-Request-ID: a\r\n") + FrontHandlerTests.hot("two", more: "X-Request-ID: b\r\n"),
        FrontHandlerTests.hot("body"), FrontHandlerTests.hot("no"), FrontHandlerTests.hot("x", path: "/"),
        FrontHandlerTests.hot("x", path: "/t/a"),
        FrontHandlerTests.hot("x", path: "/t/access/v1/evaluation"), FrontHandlerTests.hot("x", more: "X-Request-ID: a\r\n"),
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ]

    private static func mutated(_ generator: inout Generator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &generator) { bytes += Array(corpus.randomElement(using: &generator)!.utf8) }
        for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
            let position = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: position)
            case 2: bytes.insert(bytes[position], at: position)
            case 3: bytes.insert(contentsOf: Array("\r\n: ,;/%?0".utf8).shuffled(using: &generator).prefix(2), at: position)
            default: bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 1...40, using: &generator)))
            }
        }
        return bytes
    }

    @Test func `whatever arrives, front and framework together take the requests the framework would take alone`() throws {
        let environment = ProcessInfo.processInfo.environment
        let iterations = environment["CARDEA_FUZZ_ITERATIONS"].flatMap { Int($0) }
        let seed = environment["CARDEA_FUZZ_SEED"].flatMap { UInt64($0) } ?? (iterations == nil ? 20_261_123 : .random(in: 0 ... .max))
        print("front fuzz seed: \(seed)")
        var generator = Generator(state: seed)
        var counts = (answered: 0, handedOn: 0)
        for iteration in 0..<(iterations ?? 4_000) {
            let bytes = Self.mutated(&generator)
            let alone = try FrontHandlerTests.Connection(hasFront: false)
            let connection = try FrontHandlerTests.Connection()
            var position = 0
            while position < bytes.count {
                let end = min(bytes.count, position + Int.random(in: 1...200, using: &generator))
                let piece = ByteBuffer(bytes: bytes[position..<end])
                _ = try? alone.channel.writeInbound(piece)
                _ = try? connection.channel.writeInbound(piece)
                position = end
            }
            let answered = try connection.answers().components(separatedBy: "HTTP/1.1 200 OK").count - 1
            let handedOn = try connection.requestsHandedOn()
            // Fewer is a request that waits for the rest of its body.
            #expect(
                try answered + handedOn <= alone.requestsHandedOn(),
                "seed \(seed), iteration \(iteration): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
            counts.answered += answered
            counts.handedOn += handedOn
            _ = try? alone.channel.finish(acceptAlreadyClosed: true)
            _ = try? connection.channel.finish(acceptAlreadyClosed: true)
        }
        #expect(counts.answered > 0)
        #expect(counts.handedOn > 0)
    }
}
