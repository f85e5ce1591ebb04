import Foundation

/// Reads the events of a block again.
struct AuditBlockReader {
    private var rest: Slice<UnsafeRawBufferPointer>
    private var texts = [String?](repeating: nil, count: AuditBlock.textCount)
    private var time: Double?
    private var id: RandomID?
    private let format: UInt8

    private init(_ bytes: UnsafeRawBufferPointer) throws {
        guard let format = bytes.first, (AuditBlock.firstFormat...AuditBlock.format).contains(format) else { throw Self.damaged }
        self.format = format
        rest = bytes.dropFirst()
    }

    /// All events of a block, the first one with the number `first`.
    static func events(_ bytes: UnsafeRawBufferPointer, of tenant: TenantID, from first: Int64) throws -> [StoredAuditEvent] {
        var reader = try AuditBlockReader(bytes)
        var events: [StoredAuditEvent] = []
        while !reader.rest.isEmpty {
            events.append(StoredAuditEvent(sequence: first + Int64(events.count), event: try reader.event(of: tenant)))
        }
        return events
    }

    private static let damaged = StoreError.failed("a block of audit events is damaged")

    private mutating func event(of tenant: TenantID) throws -> AuditEvent {
        if format == AuditBlock.firstFormat { time = Double(bitPattern: try number(bytes: 8)) }
        let mask = UInt16(try number(bytes: 2))
        if format >= AuditBlock.secondFormat, mask & AuditBlock.sameTime == 0 { time = Double(bitPattern: try number(bytes: 8)) }
        for part in 0..<AuditBlock.textCount where mask >> UInt16(part) & 1 == 0 {
            if part == AuditBlock.decisionIDPart, mask & AuditBlock.idInBytes != 0, format >= AuditBlock.secondFormat {
                let high = try number(bytes: 8)
                take(RandomID(high: high, low: try number(bytes: 8)))
            } else {
                texts[part] = try text()
            }
        }
        if mask & AuditBlock.idFollows != 0, format >= AuditBlock.format {
            guard let id else { throw Self.damaged }
            take(id.advanced(by: 1))
        }
        guard let time, let outcome = texts[4].flatMap(AuditEvent.Outcome.init(rawValue:)), let reason = texts[5], let details = texts[8]
        else {
            throw Self.damaged
        }
        return AuditEvent(
            tenant: tenant, time: Column.time(time), kind: .decision, subject: texts[0], agent: texts[1], action: texts[2],
            resource: texts[3], outcome: outcome, reason: reason, decisionID: texts[6], requestID: texts[7],
            details: try Column.json([String: String].self, details))
    }

    private mutating func take(_ id: RandomID) {
        self.id = id
        texts[AuditBlock.decisionIDPart] = id.text
    }

    private mutating func text() throws -> String? {
        var number = 0
        var shift = 0
        while true {
            let byte = try byte()
            number |= Int(byte & 0x7f) << shift
            if byte & 0x80 == 0 { break }
            shift += 7
            guard shift < 35 else { throw Self.damaged }
        }
        guard number > 0 else { return nil }
        guard number - 1 <= rest.count, let text = String(validating: rest.prefix(number - 1), as: UTF8.self) else { throw Self.damaged }
        rest = rest.dropFirst(number - 1)
        return text
    }

    private mutating func byte() throws -> UInt8 {
        guard let byte = rest.popFirst() else { throw Self.damaged }
        return byte
    }

    private mutating func number(bytes count: Int) throws -> UInt64 {
        var number: UInt64 = 0
        for place in 0..<count { number |= UInt64(try byte()) << UInt64(place * 8) }
        return number
    }
}
