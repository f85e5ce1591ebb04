import Glibc
import NIOCore

/// The head of a request as the front reads it: enough to answer the few hot endpoints, and to know where every other request ends.
///
/// It never guesses: whatever two readers could read differently (RFC 9112 §6.3, §11.2) is left to the framework, together with the
/// rest of the connection.
struct RequestHead {
    /// Where something stands, from the start of the head.
    typealias Span = Range<Int>

    enum Reading {
        /// The head has not arrived completely.
        case incomplete
        /// Length of head and body together are certain.
        case framed(RequestHead)
        /// For the framework, as everything after it on this connection.
        case opaque
    }

    static let maximumLength = 64 * 1024
    static let maximumUnfinishedLength = 8 * 1024
    static let maximumFieldLength = 32 * 1024
    static let maximumFieldCount = 100
    /// The framework refuses longer ones than it lets fields be.
    static let maximumTargetLength = 8 * 1024

    private(set) var isPost = false
    private(set) var target: Span = 0..<0
    private(set) var authorization: Span?
    private(set) var contentType: Span?
    private(set) var requestID: Span?
    private(set) var length = 0
    private(set) var bodyLength = 0
    /// The digits that say how long the body is.
    private(set) var contentLength: Span?
    /// A field was sent that only the framework's path understands, or one of those above was sent twice.
    private(set) var isUnusual = false
    private var hosts = 0

    /// Reads the head at the start of `bytes`.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        var head = RequestHead()
        guard let end = lineEnd(bytes, from: 0) else { return unfinished(bytes) }
        guard end != bareLineFeed, head.readRequestLine(bytes, to: end) else { return .opaque }
        var position = end + 2
        var count = 0
        while true {
            guard let end = lineEnd(bytes, from: position) else { return unfinished(bytes) }
            if end == position { break }
            guard end != bareLineFeed else { return .opaque }
            count += 1
            guard count <= maximumFieldCount, end - position <= maximumFieldLength, head.readField(bytes, position..<end) else {
                return .opaque
            }
            position = end + 2
        }
        guard head.hosts == 1, position + 2 <= maximumLength else { return .opaque }
        head.length = position + 2
        return .framed(head)
    }

    /// A head may take its time as long as it is short: it is read anew with each piece. What is not the start of a request is not
    /// waited for.
    private static func unfinished(_ bytes: UnsafeRawBufferPointer) -> Reading {
        bytes.count > maximumUnfinishedLength || !(0x41...0x5A).contains(bytes[0]) ? .opaque : .incomplete
    }

    /// Where the CR of the line's CRLF stands; nil when the line is not finished, `bareLineFeed` when it ends without a CR.
    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, 0x0A, bytes.count - start)
        else { return nil }
        let position = UnsafeRawPointer(found) - base
        return position > start && bytes[position - 1] == 0x0D ? position - 1 : bareLineFeed
    }

    /// Some readers take a bare LF for the end of a line and some do not (RFC 9112 §2.2).
    private static let bareLineFeed = -1

    /// `METHOD SP target SP HTTP/1.1`, with the target in origin form.
    private mutating func readRequestLine(_ bytes: UnsafeRawBufferPointer, to end: Int) -> Bool {
        let version: StaticString = " HTTP/1.1"
        guard end >= 14, Self.equal(bytes, end - version.utf8CodeUnitCount..<end, version) else { return false }
        let targetEnd = end - version.utf8CodeUnitCount
        var methodEnd = 0
        while methodEnd < targetEnd, bytes[methodEnd] != 0x20 {
            guard (0x41...0x5A).contains(bytes[methodEnd]) else { return false }
            methodEnd += 1
        }
        guard methodEnd > 0, methodEnd + 1 < targetEnd, bytes[methodEnd + 1] == UInt8(ascii: "/") else { return false }
        target = methodEnd + 1..<targetEnd
        guard target.count <= Self.maximumTargetLength, Self.allSatisfy(bytes, target, { $0 > 0x20 && $0 < 0x7F }) else { return false }
        isPost = Self.equal(bytes, 0..<methodEnd, "POST")
        // The only methods whose requests end where their fields say.
        return isPost || ["GET", "PUT", "DELETE", "PATCH"].contains { Self.equal(bytes, 0..<methodEnd, $0) }
    }

    private mutating func readField(_ bytes: UnsafeRawBufferPointer, _ line: Span) -> Bool {
        var colon = line.lowerBound
        while colon < line.upperBound, bytes[colon] != UInt8(ascii: ":") {
            guard Self.isTokenByte(bytes[colon]) else { return false }
            colon += 1
        }
        guard colon > line.lowerBound, colon < line.upperBound else { return false }
        var value = colon + 1..<line.upperBound
        while !value.isEmpty, Self.isBlank(bytes[value.lowerBound]) { value = value.lowerBound + 1..<value.upperBound }
        while !value.isEmpty, Self.isBlank(bytes[value.upperBound - 1]) { value = value.lowerBound..<value.upperBound - 1 }
        guard Self.allSatisfy(bytes, value, { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { return false }
        return note(bytes, name: line.lowerBound..<colon, value: value)
    }

    private mutating func note(_ bytes: UnsafeRawBufferPointer, name: Span, value: Span) -> Bool {
        func isNamed(_ text: StaticString) -> Bool { Self.equalIgnoringCase(bytes, name, text) }
        switch name.count {
        case 4 where isNamed("host"):
            hosts += 1
            return bytes[value].allSatisfy(Self.isHostByte)
        case 6 where isNamed("expect"): return false
        case 6 where isNamed("origin"): isUnusual = true
        case 7 where isNamed("upgrade"): return false
        case 10 where isNamed("connection"): return Self.equalIgnoringCase(bytes, value, "keep-alive")
        case 12 where isNamed("content-type"): contentType = once(value, after: contentType)
        case 12 where isNamed("x-request-id"): requestID = once(value, after: requestID)
        case 13 where isNamed("authorization"): authorization = once(value, after: authorization)
        case 14 where isNamed("content-length"): return readLength(bytes, value)
        case 17 where isNamed("transfer-encoding"): return false
        default: break
        }
        return true
    }

    /// Which of two fields with one name counts must not be a guess.
    private mutating func once(_ value: Span, after earlier: Span?) -> Span {
        if earlier != nil { isUnusual = true }
        return value
    }

    private mutating func readLength(_ bytes: UnsafeRawBufferPointer, _ value: Span) -> Bool {
        guard contentLength == nil, (1...9).contains(value.count), let number = Self.number(bytes, value) else { return false }
        contentLength = value
        bodyLength = number
        return true
    }

    /// The head with another length of the body in the place of its own; nil where no number stands there.
    func withBodyLength(of bytes: UnsafeRawBufferPointer) -> RequestHead? {
        guard let contentLength else { return self }
        guard let number = Self.number(bytes, contentLength) else { return nil }
        var head = self
        head.bodyLength = number
        return head
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ span: Span) -> Int? {
        var number = 0
        for position in span {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else { return nil }
            number = number * 10 + Int(bytes[position] - UInt8(ascii: "0"))
        }
        return number
    }
}

// MARK: Bytes

extension RequestHead {
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// A byte of a host and its port (RFC 3986 §3.2.2).
    static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F...0xFF, UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "\\"),
            UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
            UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }

    /// A byte of a field's name (RFC 9110 §5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
            UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Looks at every byte, so that many can be looked at together.
    @inline(__always)
    static func allSatisfy(_ bytes: UnsafeRawBufferPointer, _ span: Span, _ isGood: (UInt8) -> Bool) -> Bool {
        var bad: UInt8 = 0
        for byte in UnsafeRawBufferPointer(rebasing: bytes[span]) { bad |= isGood(byte) ? 0 : 1 }
        return bad == 0
    }

    static func equal(_ bytes: UnsafeRawBufferPointer, _ span: Span, _ text: StaticString) -> Bool {
        guard span.count == text.utf8CodeUnitCount, let start = bytes.baseAddress else { return false }
        return memcmp(start + span.lowerBound, text.utf8Start, span.count) == 0
    }

    /// `text` is in lower case.
    static func equalIgnoringCase(_ bytes: UnsafeRawBufferPointer, _ span: Span, _ text: StaticString) -> Bool {
        guard span.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<span.count {
            let found = bytes[span.lowerBound + offset]
            let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(found) ? found | 0x20 : found
            guard lower == text.utf8Start[offset] else { return false }
        }
        return true
    }
}
