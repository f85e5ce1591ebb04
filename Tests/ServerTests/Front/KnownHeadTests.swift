import Foundation
import Testing

@testable import Server

/// A head that is not read again says what it would have said.
struct KnownHeadTests {
    /// What the front goes by.
    struct Reading: Equatable {
        let spans: [Range<Int>?]
        let lengths: [Int]
        let isHot: Bool

        init(_ head: RequestHead, isHot: Bool) {
            spans = [head.target, head.authorization, head.contentType, head.requestID, head.contentLength]
            lengths = [head.length, head.bodyLength]
            self.isHot = isHot && head.isPost && !head.isUnusual
        }
    }

    private static func target(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) -> HotTarget? {
        HotRequest.target(head, bytes, last: nil, log: TestService.quietLog)
    }

    /// What a connection knows after the request.
    private static func known(_ text: String) throws -> KnownHead {
        var known = KnownHead()
        try keep(text, in: &known)
        return known
    }

    private static func keep(_ text: String, in known: inout KnownHead) throws {
        try Array(text.utf8).withUnsafeBytes { bytes in
            guard case .framed(let head) = RequestHead.read(bytes), let target = target(head, bytes) else {
                throw NotHot(text: text)
            }
            known.keep(head, bytes, target)
        }
    }

    struct NotHot: Error { let text: String }

    private static func recognised(_ bytes: [UInt8], by known: KnownHead) -> Reading? {
        var known = known
        return bytes.withUnsafeBytes { known.read($0).map { Reading($0.head, isHot: true) } }
    }

    private static func read(_ bytes: [UInt8]) -> Reading? {
        bytes.withUnsafeBytes { bytes in
            guard case .framed(let head) = RequestHead.read(bytes) else { return nil }
            return Reading(head, isHot: target(head, bytes) != nil)
        }
    }

    private static func request(
        token: String = "token-one", id: String? = "id-1", body: String = "1234567890", path: String = "/t/acme/access/v1/evaluation"
    ) -> String {
        let id = id.map { "X-Request-ID: \($0)\r\n" } ?? ""
        return "POST \(path) HTTP/1.1\r\nHost: a\r\n\(id)Authorization: Bearer \(token)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\nAccept: */*\r\n\r\n\(body)"
    }

    @Test(arguments: [
        request(), request(token: "token-two"), request(id: "id-2"), request(id: "a b\""),
        request(body: String(repeating: "x", count: 99)),
        request(token: "AAAAAAAAA", id: "~~~~", body: "{\"subject\":1}"),
    ])
    func `the length of the body, the id and the token may be others`(text: String) throws {
        let bytes = Array(text.utf8)
        let found = try #require(Self.recognised(bytes, by: try Self.known(Self.request())))
        #expect(found == Self.read(bytes))
    }

    @Test(arguments: [
        request(token: "longer-token"), request(id: "id-10"), request(id: nil), request(body: "short"),
        request(path: "/t/acmf/access/v1/evaluation"),
        // What would be another head, or none, in the place of something harmless.
        request(token: "a\r\nb: c:d"), request(token: "a b c d e"), request(token: "tok\u{7F}n-on"), request(id: "a\r\nb"),
        request(id: " b  "),
        request(id: "abc "), request(id: "a\tbc"), request().replacing("Length: 10", with: "Length: +1"),
        request().replacing("Length: 10", with: "Length: 1 "), request().replacing("Length: 10", with: "Length: 00"),
        request().replacing("POST", with: "PUT "), request().replacing("Host", with: "Most"), request().replacing("*/*", with: "*\n*"),
        String(request().prefix(60)), "", "POST",
    ])
    func `everything else is read anew`(text: String) throws {
        #expect(Self.recognised(Array(text.utf8), by: try Self.known(Self.request())) == nil)
    }

    @Test func `what a connection sent with an id is not what it sends without one`() throws {
        let known = try Self.known(Self.request(id: nil))
        #expect(Self.recognised(Array(Self.request(id: nil).utf8), by: known) != nil)
        #expect(Self.recognised(Array(Self.request().utf8), by: known) == nil)
    }

    @Test func `a client whose heads are never the same is not compared for ever`() throws {
        var known = try Self.known(Self.request())
        for number in 0..<20 {
            _ = Array(Self.request(id: "other-\(number)").utf8).withUnsafeBytes { known.read($0) }
        }
        #expect(Self.recognised(Array(Self.request().utf8), by: known) == nil)
        try Self.keep(Self.request(), in: &known)
        #expect(Self.recognised(Array(Self.request().utf8), by: known) == nil)
    }

    @Test func `whatever is written over a head, it is recognised as what it is or not at all`() throws {
        let seed = ProcessInfo.processInfo.environment["CARDEA_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_261_128
        print("known head fuzz seed: \(seed)")
        var generator = FrontFuzzTests.Generator(state: seed)
        let original = Array(Self.request().utf8)
        let known = try Self.known(Self.request())
        let pool = Array("\r\n: \tabAB019-~\u{0}\u{7F}\"".utf8) + [0xFF]
        var recognised = 0
        for iteration in 0..<20_000 {
            var bytes = original
            let start = Int.random(in: 0..<bytes.count, using: &generator)
            for position in start..<min(bytes.count, start + Int.random(in: 1...6, using: &generator)) {
                bytes[position] = pool.randomElement(using: &generator) ?? 0
            }
            guard let found = Self.recognised(bytes, by: known) else { continue }
            recognised += 1
            #expect(
                found == Self.read(bytes),
                "seed \(seed), iteration \(iteration): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        #expect(recognised > 100)
    }
}
