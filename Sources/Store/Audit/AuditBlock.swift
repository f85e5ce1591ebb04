import Foundation

/// Decisions of one tenant behind one another, as they stand in one row.
///
/// After a byte for the format, an event is its time, a mask of the texts that are those of the event before, and the other texts. A text
/// is a number and its UTF-8: the number is the length plus one, in portions of seven bits from the lowest on, and 0 for no text.
struct AuditBlock {
    /// Fewer decisions than this are rows of their own, which are found through an index.
    static let smallest = 8
    static let limit = 64

    static let format: UInt8 = 1
    static let textCount = 9

    private(set) var bytes: ContiguousArray<UInt8> = [format]
    private(set) var subjects: TextFilter
    private(set) var requests: TextFilter
    private(set) var allowedCount = 0
    /// Where each text of the event before stands, with its number.
    private var before = [Range<Int>](repeating: 0..<0, count: textCount)
    private var mask: UInt16 = 0

    init(_ events: ArraySlice<AuditEvent>) {
        subjects = TextFilter(count: events.count)
        requests = TextFilter(count: events.count)
        bytes.reserveCapacity(events.count * 256)
        for event in events { append(event) }
    }

    private mutating func append(_ event: AuditEvent) {
        if event.outcome == .allowed { allowedCount += 1 }
        append(Column.time(event.time).bitPattern, count: 8)
        let start = bytes.count
        append(0, count: 2)
        mask = 0
        if append(0, event.subject), let subject = event.subject { subject.withBytesBeforeNUL { subjects.insert($0) } }
        append(1, event.agent)
        append(2, event.action)
        append(3, event.resource)
        append(4, event.outcome.rawValue)
        append(5, event.reason)
        append(6, event.decisionID)
        if append(7, event.requestID), let request = event.requestID { request.withBytesBeforeNUL { requests.insert($0) } }
        append(8) { AuditDetails.append(event.details, to: &$0) }
        bytes[start] = UInt8(truncatingIfNeeded: mask)
        bytes[start + 1] = UInt8(truncatingIfNeeded: mask >> 8)
    }

    /// Whether the text is another than in the event before.
    @discardableResult
    private mutating func append(_ part: Int, _ text: String?) -> Bool {
        if let text { return append(part) { bytes in text.withBytesBeforeNUL { bytes.append(contentsOf: $0) } } }
        let start = bytes.count
        bytes.append(0)
        return settle(part, from: start)
    }

    @discardableResult
    private mutating func append(_ part: Int, _ write: (inout ContiguousArray<UInt8>) -> Void) -> Bool {
        let start = bytes.count
        bytes.append(0)
        write(&bytes)
        let number = bytes.count - start
        if number < 0x80 {
            bytes[start] = UInt8(number)
        } else {
            bytes.replaceSubrange(start...start, with: Self.portions(number))
        }
        return settle(part, from: start)
    }

    /// Takes a text back that stands there already.
    private mutating func settle(_ part: Int, from start: Int) -> Bool {
        let earlier = before[part]
        let count = bytes.count - start
        let isSame =
            earlier.count == count
            && bytes.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return true }
                return memcmp(base + earlier.lowerBound, base + start, count) == 0
            }
        guard isSame else {
            before[part] = start..<bytes.count
            return true
        }
        bytes.removeLast(count)
        mask |= 1 << UInt16(part)
        return false
    }

    private mutating func append(_ number: UInt64, count: Int) {
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(place * 8))) }
    }

    private static func portions(_ number: Int) -> [UInt8] {
        var rest = number
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
