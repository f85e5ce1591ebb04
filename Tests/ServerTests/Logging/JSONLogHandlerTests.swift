import API
import Foundation
import Logging
import Synchronization
import Testing

@testable import Server

@Suite struct JSONLogHandlerTests {
    private func line(_ log: (Logger) -> Void) -> String {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "test") { label in
            JSONLogHandler(label: label, level: .info) { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        }
        log(logger)
        return lines.withLock { $0.joined() }
    }

    @Test func `a line is one JSON object whatever the message holds`() throws {
        let nasty = "end\"\n{\"level\":\"fake\"}\r\u{1B}[31m\u{0}\u{2028}\u{202E}\\"
        let line = line { $0.info("\(nasty)", metadata: ["key\n": "\(nasty)"]) }
        #expect(line.hasSuffix("}\n"))
        #expect(line.dropLast().allSatisfy { !$0.isNewline })
        #expect(!line.unicodeScalars.contains("\u{1B}"))
        #expect(!line.unicodeScalars.contains("\u{202E}"))
        let json = try JSONValue(parsing: Array(line.utf8))
        #expect(json["message"]?.string == nasty)
        #expect(json["key\n"]?.string == nasty)
        #expect(json["level"]?.string == "info")
    }

    @Test func `a long value is cut`() throws {
        let line = line { $0.info("\(String(repeating: "x", count: 1_000_000))") }
        #expect(line.utf8.count < 2000)
        #expect(try JSONValue(parsing: Array(line.utf8))["message"] != nil)
    }

    @Test func `what is below the level is not written`() {
        #expect(line { $0.debug("quiet") }.isEmpty)
    }

    @Test(arguments: [0, 7, 10, 1_234_567_890, -1, Int.max, Int.min])
    func `numbers are written as they are`(number: Int) {
        var bytes: [UInt8] = []
        DecimalText.append(number, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == String(number))
    }

    @Test(arguments: [0, 951_782_400.5, 1_709_164_800, 1_767_225_599.999, 4_102_444_800])
    func `times are RFC 3339 in UTC`(seconds: Double) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(LogTime.text(of: date) == date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}

@Suite struct RequestLogTests {
    @Test(arguments: ["id-1", "with \"quotes\"\n", String(repeating: "x", count: 512)])
    func `a line put together from its frame is the line it would have been`(requestID: String) throws {
        let log = TestLog()
        let requests = RequestLog(level: .info, source: "cardea.service", write: log.append)
        let frame = RequestLineFrame(requests, method: "POST", path: "/t/a\"b/evaluation", route: "/t/{tenant}/evaluation", status: 200)
        let time = Date(timeIntervalSince1970: 1_790_000_000.25)
        requests.record(frame, at: time, duration: .microseconds(1234), requestID: requestID)
        requests.record(
            method: "POST", path: "/t/a\"b/evaluation", route: "/t/{tenant}/evaluation", status: 200, duration: .microseconds(1234),
            requestID: requestID)
        try #require(log.lines.count == 2)
        func behindTime(_ line: String) -> Substring { line.dropFirst("{\"time\":\"".count + LogTime.length) }
        #expect(behindTime(log.lines[0]) == behindTime(log.lines[1]))
        let json = try JSONValue(parsing: Array(log.lines[0].utf8))
        #expect(json["time"]?.string == LogTime.text(of: time))
        #expect(json["duration_us"] == 1234)
    }

    @Test func `below its level neither kind of line is written`() {
        let log = TestLog()
        let requests = RequestLog(level: .warning, source: "test", write: log.append)
        let frame = RequestLineFrame(requests, method: "POST", path: "/x", route: "/x", status: 200)
        requests.record(frame, at: Date(), duration: .zero, requestID: "a")
        requests.record(method: "POST", path: "/x", route: "/x", status: 200, duration: .zero, requestID: "a")
        #expect(log.lines.isEmpty)
    }
}
