import Foundation

/// Decisions of one tenant behind one another, as they stand in one row.
///
/// After a byte for the format, an event is a mask of what is as in the event before, its time where that is another, and the other
/// texts. A text is a number and its UTF-8: the number is the length plus one, in portions of seven bits from the lowest on, and 0 for no
/// text. The decision's id can be 16 bytes instead of a text, or nothing where it is the one behind the id before.
struct AuditBlock {
    /// Fewer decisions than this are rows of their own, which are found through an index.
    static let smallest = 8
    static let limit = 64

    static let format: UInt8 = 3
    /// Here no id follows from the one before.
    static let secondFormat: UInt8 = 2
    /// Here the time stands before the mask, in every event, and an id is always a text.
    static let firstFormat: UInt8 = 1
    static let textCount = 9
    /// The text that is the decision's id.
    static let decisionIDPart = 6
    /// Bits of the mask behind those of the texts.
    static let (sameTime, idInBytes, idFollows): (UInt16, UInt16, UInt16) = (1 << 9, 1 << 10, 1 << 11)

    private(set) var bytes: ContiguousArray<UInt8> = [format]
    private(set) var subjects: TextFilter
    private(set) var requests: TextFilter
    private(set) var allowedCount = 0
    let count: Int
    /// Where each text of the event before stands, with its number.
    private var before = [Range<Int>](repeating: 0..<0, count: textCount)
    private var mask: UInt16 = 0
    private var time: UInt64?

    init(_ entries: [AuditEntry], _ places: ArraySlice<AuditPlace>) {
        count = places.count
        subjects = TextFilter(count: places.count)
        requests = TextFilter(count: places.count)
        bytes.reserveCapacity(places.count * 256)
        var rest = places
        while let next = rest.first {
            switch entries[next.entry] {
            case .event(let event):
                append(event)
                rest = rest.dropFirst()
            case .decisions(let batch):
                var earlier: DecisionBatch.Item?
                while let place = rest.first, place.entry == next.entry {
                    append(batch, place.item, after: earlier)
                    earlier = batch.items[place.item]
                    rest = rest.dropFirst()
                }
            }
        }
    }

    /// `earlier` is the item that stands before it in both the batch and the block.
    private mutating func append(_ batch: DecisionBatch, _ index: Int, after earlier: DecisionBatch.Item?) {
        let item = batch.items[index]
        let reason = batch.reasons[Int(item.reason)]
        if reason.outcome == .allowed { allowedCount += 1 }
        let start = begin(at: batch.time)
        let hasSameReason = earlier?.reason == item.reason
        batch.body.withUnsafeBufferPointer { body in
            if earlier?.subjectType == item.subjectType, earlier?.subjectID == item.subjectID {
                appendSame(0)
            } else if append(0, { Self.append(body, item.subjectType, item.subjectID, to: &$0) }) {
                let start = bytes.count - item.subjectType.count - 1 - item.subjectID.count
                subjects.insert(hash: bytes.withUnsafeBufferPointer { TextFilter.hash(UnsafeBufferPointer(rebasing: $0[start...])) })
            }
            if earlier != nil { appendSame(1) } else { append(1, nil) }
            append(2) { Self.append(body, item.action, to: &$0) }
            append(3) { Self.append(body, item.resourceType, item.resourceID, to: &$0) }
        }
        if hasSameReason {
            appendSame(4)
            appendSame(5)
        } else {
            append(4, reason.outcome.rawValue)
            append(5, reason.text)
        }
        if earlier != nil {
            appendSame(Self.decisionIDPart)
            mask |= Self.idFollows
        } else {
            let id = batch.firstID.advanced(by: index)
            mask |= Self.idInBytes
            append(id.high, count: 8)
            append(id.low, count: 8)
            // A text is never the same as this one.
            before[Self.decisionIDPart] = 0..<0
        }
        if earlier != nil {
            appendSame(7)
        } else if append(7, batch.requestID) {
            batch.requestID.withBytesBeforeNUL { requests.insert($0) }
        }
        if hasSameReason {
            appendSame(8)
        } else {
            append(8) { AuditDetails.append(reason.details, to: &$0) }
        }
        finish(start)
    }

    private static func append(
        _ body: UnsafeBufferPointer<UInt8>, _ type: DecisionBatch.Place, _ id: DecisionBatch.Place,
        to bytes: inout ContiguousArray<UInt8>
    ) {
        append(body, type, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(body, id, to: &bytes)
    }

    private static func append(
        _ body: UnsafeBufferPointer<UInt8>, _ place: DecisionBatch.Place, to bytes: inout ContiguousArray<UInt8>
    ) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: body[Int(place.lowerBound)..<Int(place.upperBound)]))
    }

    /// Keeps the place of the mask, and puts the time behind it.
    private mutating func begin(at date: Date) -> Int {
        let start = bytes.count
        append(0, count: 2)
        mask = 0
        let time = Column.time(date).bitPattern
        if time == self.time {
            mask |= Self.sameTime
        } else {
            append(time, count: 8)
            self.time = time
        }
        return start
    }

    /// A text that is known to be the one of the event before.
    private mutating func appendSame(_ part: Int) { mask |= 1 << UInt16(part) }

    /// Puts the mask where its place was kept.
    private mutating func finish(_ start: Int) {
        bytes[start] = UInt8(truncatingIfNeeded: mask)
        bytes[start + 1] = UInt8(truncatingIfNeeded: mask >> 8)
    }

    private mutating func append(_ event: AuditEvent) {
        if event.outcome == .allowed { allowedCount += 1 }
        let start = begin(at: event.time)
        if append(0, event.subject), let subject = event.subject { subject.withBytesBeforeNUL { subjects.insert($0) } }
        append(1, event.agent)
        append(2, event.action)
        append(3, event.resource)
        append(4, event.outcome.rawValue)
        append(5, event.reason)
        append(Self.decisionIDPart, event.decisionID)
        if append(7, event.requestID), let request = event.requestID { request.withBytesBeforeNUL { requests.insert($0) } }
        append(8) { AuditDetails.append(event.details, to: &$0) }
        finish(start)
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

    /// The lowest bytes of the number, from the lowest on.
    private mutating func append(_ number: UInt64, count: Int) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0.prefix(count)) }
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
