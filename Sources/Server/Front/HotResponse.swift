import Foundation
import NIOCore
import Synchronization

/// Writes hot answers with the headers that the framework's path gives them.
struct HotResponse: Sendable {
    /// So much of an answer's memory is kept for the next one.
    private static let keptCapacity = 2048
    private static let contentLength: StaticString = "Content-Length: "
    private static let lineEnd: StaticString = "\r\n"

    private let opening: DatedOpening

    init(isHTTPS: Bool) {
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
        if isHTTPS { head += "Strict-Transport-Security: max-age=63072000\r\n" }
        opening = DatedOpening(before: head + "Date: ", behind: "\r\nX-Request-ID: ")
    }

    /// `buffer` is that of an earlier answer, whose memory is used again where nobody reads it any more.
    func write(_ answer: HotAnswer, to buffer: inout ByteBuffer) {
        let opening = opening.bytes
        // With more than enough for the ends of three lines and the digits of a length.
        let capacity =
            opening.count + answer.requestID.utf8.count + answer.headerLines.utf8.count + Self.contentLength.utf8CodeUnitCount + 32
            + answer.body.count
        if buffer.capacity > Self.keptCapacity { buffer = ByteBuffer() }
        buffer.clear(minimumCapacity: capacity)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { memory in
            var pieces = Pieces(memory: memory)
            pieces.append(opening)
            pieces.append(answer.requestID)
            pieces.append(Self.lineEnd)
            pieces.append(answer.headerLines)
            pieces.append(Self.contentLength)
            pieces.append(String(answer.body.count))
            pieces.append(Self.lineEnd)
            pieces.append(Self.lineEnd)
            pieces.append(answer.body)
            return pieces.count
        }
    }
}

/// Puts pieces behind one another into memory that has room for all of them.
private struct Pieces {
    let memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(memory: UnsafeMutableRawBufferPointer) {
        self.memory = memory
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    mutating func append(_ text: String) {
        guard !text.isEmpty else { return }
        var copy = text
        copy.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= memory.count - count, "an answer is longer than was counted")
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }
}

/// What stands around the time in every answer (RFC 9110 §5.6.7), made once a second.
final class DatedOpening: Sendable {
    private let before: String
    private let behind: String
    private let made = Mutex((second: Int64.min, bytes: [UInt8]()))

    init(before: String, behind: String) {
        self.before = before
        self.behind = behind
    }

    var bytes: [UInt8] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        let second = Int64(time.tv_sec)
        return made.withLock { made in
            if made.second != second { made = (second, Array((before + Self.text(atSecond: second) + behind).utf8)) }
            return made.bytes
        }
    }

    static func text(atSecond second: Int64) -> String {
        var time = time_t(second)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
