/// Cuts the bytes of an event stream into events as they come.
///
/// Only the data of events of the type `message` is of use in MCP; comments, ids and retry times are passed over. At most one event's
/// bytes are held.
package struct EventStreamDecoder: Sendable {
    package struct EventTooLarge: Error, Equatable {
        package let limit: Int
    }

    private let limit: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var type = ""
    private var isAfterCarriageReturn = false
    private var isAtStart = true

    package init(limit: Int = JSONLimits.upstream.size) {
        self.limit = limit
    }

    /// The events that these bytes complete.
    package mutating func decode(_ bytes: some Sequence<UInt8>) throws(EventTooLarge) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            defer { isAfterCarriageReturn = byte == 0x0D }
            switch byte {
            case 0x0A where isAfterCarriageReturn: continue
            case 0x0A, 0x0D:
                if let event = endLine() { events.append(event) }
            default:
                line.append(byte)
                guard line.count + data.count <= limit else { throw EventTooLarge(limit: limit) }
            }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return endEvent() }
        takeField()
        return nil
    }

    private mutating func takeField() {
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        if line[..<colon].elementsEqual("data".utf8) {
            if hasData { data.append(0x0A) }
            data += value
            hasData = true
        } else if line[..<colon].elementsEqual("event".utf8) {
            type = String(decoding: value, as: UTF8.self)
        }
    }

    /// An event without data is none; one that the end of the stream cuts off is never delivered.
    private mutating func endEvent() -> ServerSentEvent? {
        defer { (data, hasData, type) = ([], false, "") }
        guard hasData, !data.isEmpty, type.isEmpty || type == "message" else { return nil }
        return ServerSentEvent(data: data)
    }
}
