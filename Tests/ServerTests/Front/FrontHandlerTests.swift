import Foundation
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Server

/// The front with nothing behind it but a codec: what it answers leaves, what it hands on arrives.
struct FrontHandlerTests {
    /// Answers every hot request with its own body, but for those that say no.
    struct Echo: HotDesk {
        func answer(_ request: HotRequest) -> HotAnswer? {
            let body = String(decoding: request.body, as: UTF8.self)
            return body.contains("no") ? nil : HotAnswer(requestID: request.requestID ?? "made", body: Array(body.utf8))
        }
    }

    final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private(set) var count = 0

        func read(context: ChannelHandlerContext) {
            count += 1
            context.read()
        }
    }

    /// One connection, and what came through.
    final class Connection {
        let channel = EmbeddedChannel()
        let exchanges = ExchangeCounter(idleTime: .seconds(75))

        /// Without a front it is what the framework makes of the same bytes.
        init(hasFront: Bool = true) throws {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(exchanges, position: .after(decoder))
            if hasFront {
                let front = FrontHandler(
                    Front(desk: Echo(), responses: HotResponse(isHTTPS: false), log: TestService.quietLog), exchanges: exchanges)
                try pipeline.addHandler(front, position: .first)
            }
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/front")).wait()
        }

        func send(_ text: String) throws {
            _ = try channel.writeInbound(ByteBuffer(string: text))
        }

        /// Counts how often the socket is asked for more.
        func countReads() throws -> ReadCounter {
            let counter = ReadCounter()
            try channel.pipeline.syncOperations.addHandler(counter, position: .first)
            return counter
        }

        /// What left for the other end by the end of the loop's turn, as text.
        func answers() throws -> String {
            channel.embeddedEventLoop.run()
            return try left()
        }

        /// What has left already.
        func left() throws -> String {
            var text = ""
            while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
            return text
        }

        /// What the framework was given: request lines and bodies.
        func handedOn() throws -> [String] {
            try parts().compactMap { part in
                switch part {
                case .head(let head): "\(head.method) \(head.uri)"
                case .body(let bytes): String(buffer: bytes)
                case .end: nil
                }
            }
        }

        /// How many requests the framework was given.
        func requestsHandedOn() throws -> Int {
            try parts().count { if case .head = $0 { true } else { false } }
        }

        private func parts() throws -> [HTTPServerRequestPart] {
            var seen: [HTTPServerRequestPart] = []
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { seen.append(part) }
            return seen
        }

        func frameworkAnswers() throws {
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "0"])
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }

    static func hot(_ body: String, path: String = "/t/acme/access/v1/evaluation", more: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer token\r\nContent-Type: application/json\r\n\(more)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func `a hot request is answered, whole or byte by byte`() throws {
        let connection = try Connection()
        try connection.send(Self.hot("one", more: "X-Request-ID: mine\r\n"))
        let answer = try connection.answers()
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"))
        #expect(answer.contains("X-Request-ID: mine\r\nContent-Length: 3\r\n\r\none"))
        for byte in Self.hot("slow") { try connection.send(String(byte)) }
        #expect(try connection.answers().hasSuffix("\r\n\r\nslow"))
        #expect(try connection.handedOn().isEmpty)
    }

    @Test func `requests in one piece are answered in their order`() throws {
        let connection = try Connection()
        try connection.send(Self.hot("first") + Self.hot("second") + Self.hot("thi"))
        let answers = try connection.answers()
        let bodies = answers.components(separatedBy: "\r\n\r\n").dropFirst().map { $0.prefix { $0 != "H" } }
        #expect(bodies == ["first", "second", "thi"])
    }

    @Test(arguments: ["\r\nConnection: close", "\r\nHost: another", "\r\nUpgrade: h2c"])
    func `fields hidden in the place of a token are read, and the connection is the framework's`(hidden: String) throws {
        func request(_ body: String, token: String) -> String { Self.hot(body).replacing("Bearer token", with: "Bearer \(token)") }
        let token = String(repeating: "t", count: hidden.utf8.count)
        let connection = try Connection()
        try connection.send(request("first", token: token))
        #expect(try connection.answers().hasSuffix("first"))
        // As long as the head that is known, and the same but for the token.
        try connection.send(request("inner", token: hidden))
        #expect(try connection.answers() == "")
        let path = "POST /t/acme/access/v1/evaluation"
        #expect(try connection.handedOn() == [path, "inner"])
        try connection.frameworkAnswers()
        _ = try connection.answers()
        // A front that had taken the end of that request for certain would answer again.
        try? connection.send(request("late", token: token))
        #expect(try connection.answers() == "")
    }

    @Test(arguments: [
        "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        hot("no"),
        hot("x", path: "/t/acme/access/v1/search/subject"),
        hot("x", path: "/t/acme/access/v1/evaluation?x=1"),
        hot("x", path: "/t/acme%2F/access/v1/evaluation"),
        hot("x", path: "/t//access/v1/evaluation"),
        hot("x", path: "/t/a/b/access/v1/evaluation"),
        hot("x", more: "Origin: https://a.example\r\n"),
        hot("x", more: "Authorization: Bearer other\r\n"),
        "POST /t/acme/access/v1/evaluation HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\nx",
        "POST /t/acme/access/v1/evaluation HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\nx",
        "POST /t/acme/access/v1/evaluation HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer t\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx",
        "POST /t/acme/access/v1/evaluation HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
    ])
    func `everything else reaches the framework, and the next hot request is answered after it`(request: String) throws {
        let connection = try Connection()
        try connection.send(request)
        #expect(try connection.answers() == "")
        #expect(try connection.handedOn().first == String(request.prefix { $0.isASCII && $0 != "\r\n" }).replacing(" HTTP/1.1", with: ""))
        #expect(connection.exchanges.inProgress == 1)
        try connection.frameworkAnswers()
        #expect(connection.exchanges.inProgress == 0)
        _ = try connection.answers()
        try connection.send(Self.hot("after"))
        #expect(try connection.answers().hasSuffix("after"))
    }

    @Test func `while the framework owes an answer the front gives none`() throws {
        let connection = try Connection()
        try connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + Self.hot("waits"))
        #expect(try connection.answers() == "")
        #expect(try connection.handedOn() == ["GET /slow", "POST /t/acme/access/v1/evaluation", "waits"])
    }

    @Test func `a body that is handed on is never read as a request`() throws {
        let connection = try Connection()
        let smuggled = Self.hot("smuggled")
        try connection.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: \(smuggled.utf8.count)\r\n\r\n")
        try connection.send(String(smuggled.prefix(20)))
        try connection.send(String(smuggled.dropFirst(20)))
        #expect(try connection.answers() == "")
        #expect(try connection.handedOn().dropFirst().joined() == smuggled)
    }

    @Test func `after a request whose end is not certain the connection is the framework's`() throws {
        let connection = try Connection()
        try connection.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        #expect(try connection.handedOn() == ["POST /x"])
        try connection.frameworkAnswers()
        _ = try connection.answers()
        try connection.send(Self.hot("late"))
        #expect(try connection.answers() == "")
        #expect(try connection.handedOn() == ["POST /t/acme/access/v1/evaluation", "late"])
    }

    @Test func `a body above the front's limit is the framework's`() throws {
        let connection = try Connection()
        let body = String(repeating: "x", count: HotRequest.maximumBodyLength + 1)
        try connection.send(Self.hot(body))
        #expect(try connection.answers() == "")
        #expect(try connection.handedOn().dropFirst().joined().utf8.count == body.utf8.count)
    }

    @Test func `an idle connection is closed`() throws {
        let connection = try Connection()
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(74))
        #expect(connection.channel.isActive)
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(!connection.channel.isActive)
    }

    @Test func `a connection with hot requests on it is not idle, one with half a request is`() throws {
        let connection = try Connection()
        for _ in 0..<4 {
            connection.channel.embeddedEventLoop.advanceTime(by: .seconds(50))
            try connection.send(Self.hot("busy"))
        }
        #expect(connection.channel.isActive)
        for byte in Self.hot("slow").prefix(3) {
            connection.channel.embeddedEventLoop.advanceTime(by: .seconds(30))
            if connection.channel.isActive { try connection.send(String(byte)) }
        }
        #expect(!connection.channel.isActive)
    }

    @Test func `a connection that waits for a slow answer is not idle`() throws {
        let connection = try Connection()
        try connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(600))
        #expect(connection.channel.isActive)
        try connection.frameworkAnswers()
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(160))
        #expect(!connection.channel.isActive)
    }

    @Test func `what is no HTTP ends the connection soon, whether it was answered or not`() throws {
        let connection = try Connection()
        try? connection.send("GET / HTTP/9.9\r\nHost: a\r\n\r\n")
        #expect(connection.exchanges.isBroken)
        try connection.frameworkAnswers()
        #expect(connection.exchanges.inProgress == 0)
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(11))
        #expect(!connection.channel.isActive)
    }

    @Test func `a body that was answered without being read cannot hold the connection open`() throws {
        let connection = try Connection()
        try connection.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n")
        try connection.frameworkAnswers()
        for _ in 0..<3 where connection.channel.isActive {
            try connection.send("x")
            connection.channel.embeddedEventLoop.advanceTime(by: .seconds(4))
        }
        #expect(!connection.channel.isActive)
    }

    @Test func `a body that ends in time leaves the connection open`() throws {
        let connection = try Connection()
        try connection.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
        try connection.frameworkAnswers()
        try connection.send("x")
        connection.channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(connection.channel.isActive)
        _ = try connection.answers()
        try connection.send(Self.hot("after"))
        #expect(try connection.answers().hasSuffix("after"))
    }

    @Test(arguments: [8_000, 9_000, 40_000])
    func `nothing is answered behind a target that the framework may refuse`(length: Int) throws {
        let connection = try Connection()
        let target = "/" + String(repeating: "a", count: length)
        try? connection.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n" + Self.hot("behind"))
        #expect(try connection.answers() == "")
    }

    @Test func `an end that does not read is not answered, and not read from, until it does`() throws {
        let connection = try Connection()
        let reads = try connection.countReads()
        connection.channel.isWritable = false
        try connection.send(Self.hot("one") + Self.hot("two"))
        try connection.send(Self.hot("three"))
        #expect(try connection.answers() == "")
        connection.channel.read()
        #expect(reads.count == 0)
        connection.channel.isWritable = true
        connection.channel.pipeline.fireChannelWritabilityChanged()
        let answers = try connection.answers()
        #expect(["one", "two", "three"].allSatisfy { answers.contains("\r\n\r\n\($0)") })
        #expect(reads.count == 1)
        try connection.send(Self.hot("four"))
        #expect(try connection.answers().hasSuffix("four"))
        #expect(try connection.handedOn().isEmpty)
    }

    @Test func `answers leave at the end of the turn, or before anything that may end the connection`() throws {
        let connection = try Connection()
        try connection.send(Self.hot("one"))
        #expect(try connection.left() == "")
        connection.channel.embeddedEventLoop.run()
        #expect(try connection.left().hasSuffix("one"))

        try connection.send(Self.hot("two"))
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(try connection.left().hasSuffix("two"))

        try connection.send(Self.hot("three"))
        connection.channel.close(promise: nil)
        #expect(try connection.left().hasSuffix("three"))
    }

    @Test func `an answer whose memory is used again is not the next one's`() throws {
        let connection = try Connection()
        try connection.send(Self.hot("first"))
        connection.channel.embeddedEventLoop.run()
        let first = try #require(try connection.channel.readOutbound(as: ByteBuffer.self))
        try connection.send(Self.hot(String(repeating: "x", count: 4_000)))
        try connection.send(Self.hot("last"))
        #expect(try connection.answers().hasSuffix("last"))
        #expect(String(buffer: first).hasSuffix("first"))
    }

    @Test func `half a request is the framework's once the server stops`() throws {
        let connection = try Connection()
        let request = Self.hot("late")
        try connection.send(String(request.dropLast(2)))
        #expect(try connection.handedOn().isEmpty)
        connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        try connection.send(String(request.suffix(2)))
        #expect(try connection.handedOn() == ["POST /t/acme/access/v1/evaluation", "la", "te"])
        #expect(try connection.answers() == "")
    }

    @Test func `the date is HTTP's`() {
        #expect(DatedOpening.text(atSecond: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
