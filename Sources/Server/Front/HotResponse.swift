import Foundation
import NIOCore
import Synchronization

/// Writes hot answers with the headers that the framework's path gives them.
struct HotResponse: Sendable {
    /// So much of an answer's memory is kept for the next one.
    private static let keptCapacity = 2048

    private let head: String
    private let date = CurrentDate()

    init(isHTTPS: Bool) {
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
        if isHTTPS { head += "Strict-Transport-Security: max-age=63072000\r\n" }
        self.head = head + "Date: "
    }

    /// `buffer` is that of an earlier answer, whose memory is used again where nobody reads it any more.
    func write(_ answer: HotAnswer, to buffer: inout ByteBuffer) {
        if buffer.capacity > Self.keptCapacity { buffer = ByteBuffer() }
        buffer.clear(minimumCapacity: 320 + answer.headerLines.utf8.count + answer.body.count)
        buffer.writeString(head)
        buffer.writeString(date.text)
        buffer.writeString("\r\nX-Request-ID: ")
        buffer.writeString(answer.requestID)
        buffer.writeString("\r\n")
        buffer.writeString(answer.headerLines)
        buffer.writeString("Content-Length: ")
        buffer.writeString(String(answer.body.count))
        buffer.writeString("\r\n\r\n")
        buffer.writeBytes(answer.body)
    }
}

/// The time as HTTP writes it (RFC 9110 §5.6.7), made once a second.
final class CurrentDate: Sendable {
    private let made = Mutex((second: Int64(0), text: ""))

    var text: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        let second = Int64(time.tv_sec)
        return made.withLock { made in
            if made.second != second { made = (second, Self.text(atSecond: second)) }
            return made.text
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
