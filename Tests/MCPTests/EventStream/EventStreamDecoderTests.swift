import MCP
import Testing

@Suite struct EventStreamDecoderTests {
    private func decode(_ text: String, chunk: Int = 1000) throws -> [String] {
        var decoder = EventStreamDecoder(limit: 1000)
        var found: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            found += try decoder.decode(bytes[start..<min(start + chunk, bytes.count)]).map { String(decoding: $0.data, as: UTF8.self) }
        }
        return found
    }

    @Test(arguments: 1...7)
    func `events are the same however the bytes are cut`(chunk: Int) throws {
        let text =
            "\u{FEFF}: hello\r\nevent: message\r\ndata: {\"a\":1}\r\nid: 7\r\n\r\ndata:x\ndata: y\n\nretry: 10\n\ndata: z\r\rdata: unfinished\n"
        #expect(try decode(text, chunk: chunk) == ["{\"a\":1}", "x\ny", "z"])
    }

    @Test func `events of other types and events without data are passed over`() throws {
        #expect(try decode("event: endpoint\ndata: x\n\nevent: message\n\ndata:\n\ndata: 1\n\n") == ["1"])
    }

    @Test func `an event is bounded`() {
        #expect(throws: EventStreamDecoder.EventTooLarge.self) { try decode("data: " + String(repeating: "x", count: 2000)) }
        #expect(throws: EventStreamDecoder.EventTooLarge.self) {
            try decode(String(repeating: "data: " + String(repeating: "x", count: 100) + "\n", count: 20))
        }
    }

    @Test func `what is encoded is decoded`() throws {
        let event = ServerSentEvent(data: Array("{\"a\":\n1}".utf8))
        #expect(try decode(String(decoding: event.encoded, as: UTF8.self)) == ["{\"a\":\n1}"])
        #expect(try decode(String(decoding: ServerSentEvent.keepAlive, as: UTF8.self)) == [])
    }

    @Test func `lines are cut and bounded`() throws {
        var decoder = LineDecoder(limit: 5)
        #expect(try decoder.decode(Array("ab".utf8)).isEmpty)
        #expect(try decoder.decode(Array("c\r\n\n12345\nx".utf8)) == [Array("abc".utf8), Array("12345".utf8)])
        #expect(throws: LineDecoder.LineTooLong.self) { try decoder.decode(Array("123456".utf8)) }
    }
}
