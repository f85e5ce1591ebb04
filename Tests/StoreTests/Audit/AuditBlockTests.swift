import Foundation
import GRDB
import Testing

@testable import Store

/// Decisions that come in numbers share rows, and nobody who reads them can tell.
@Suite struct AuditBlockTests {
    @Test func `what is read is what was recorded, page by page and with every filter`() async throws {
        try await withStore { store in
            await store.audit.stop()
            var recorded: [TenantID: [StoredAuditEvent]] = [:]
            for flush in [3, 150, 1, 8, 400, 70] {
                for _ in 0..<flush {
                    let number = recorded.values.reduce(0) { $0 + $1.count }
                    let event = event(number, Sample.both[number % 5 == 0 ? 1 : 0])
                    let sequence = Int64(recorded[event.tenant, default: []].count + 1)
                    recorded[event.tenant, default: []].append(StoredAuditEvent(sequence: sequence, event: event))
                    try store.record(event)
                }
                try await store.flushAudit()
            }
            let counts = try await store.pool.read { database in
                try ["audit_blocks", "audit_block_events", "audit_events"].map { table in
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
                }
            }
            #expect(counts[0] > 8)
            #expect(counts[0] == counts[1])
            #expect(counts[2] < 150)
            let filters = [
                AuditFilter(), AuditFilter(kind: .decision), AuditFilter(kind: .grant), AuditFilter(outcome: .allowed),
                AuditFilter(outcome: .denied), AuditFilter(outcome: .failed), AuditFilter(subject: "user:3"),
                AuditFilter(subject: "user:nobody"), AuditFilter(subject: "user:3", outcome: .denied), AuditFilter(requestID: "request-9"),
                AuditFilter(kind: .decision, requestID: "request-20"), AuditFilter(kind: .token, requestID: "request-20"),
            ]
            for tenant in Sample.both {
                for filter in filters {
                    let expected = (recorded[tenant] ?? []).reversed().filter { Self.isWanted($0.event, by: filter) }
                    for limit in [5, 64, 1_000] {
                        var found: [StoredAuditEvent] = []
                        var filter = filter
                        for _ in 0...expected.count {
                            let page = try await store.auditEvents(tenant, filter, limit: limit)
                            found += page
                            filter.before = page.last?.sequence
                            if page.count < limit { break }
                        }
                        #expect(found == expected, "\(tenant), \(filter), in pages of \(limit)")
                    }
                }
            }
        }
    }

    @Test func `the next opening counts on`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            for number in 0..<100 { try first.record(decision(number)) }
            try await first.close()
            let second = try await workshop.open()
            try second.record(decision(100))
            try await second.flushAudit()
            let events = try await second.auditEvents(Sample.acme, AuditFilter(), limit: 1000)
            #expect(events.map(\.event.reason) == (0...100).reversed().map(String.init))
            #expect(events.map(\.sequence) == events.indices.reversed().map { events[0].sequence - Int64(events.count - 1) + Int64($0) })
            try await second.close()
        }
    }

    @Test func `a text ends at a NUL, so that it is found by what is stored`() async throws {
        try await withStore { store in
            await store.audit.stop()
            for number in 0..<20 {
                var event = decision(number)
                event.subject = "user:a\u{0}b\(number)"
                event.requestID = number == 7 ? "r\u{0}s" : nil
                try store.record(event)
            }
            try await store.flushAudit()
            #expect(try await store.auditEvents(Sample.acme, AuditFilter(subject: "user:a"), limit: 100).count == 20)
            #expect(try await store.auditEvents(Sample.acme, AuditFilter(requestID: "r"), limit: 100).map(\.event.reason) == ["7"])
        }
    }

    @Test func `damaged bytes are an error, whatever they say`() throws {
        let events = (0..<40).map { event($0 * 3, Sample.acme) }
        let places = events.indices.map { AuditPlace(entry: $0, item: 0) }
        let bytes = Array(AuditBlock(events.map(AuditEntry.event), places[...]).bytes)
        func read(_ bytes: [UInt8]) throws -> [AuditEvent] {
            try bytes.withUnsafeBytes { try AuditBlockReader.events($0, of: Sample.acme, from: 1) }.map(\.event)
        }
        #expect(try read(bytes) == events)
        #expect(throws: StoreError.self) { try read([]) }
        #expect(throws: StoreError.self) { try read([4] + bytes.dropFirst()) }
        #expect(throws: StoreError.self) { try read([0] + bytes.dropFirst()) }
        #expect(throws: StoreError.self) { try read(Array(bytes.dropLast())) }
        var state: UInt64 = 20_261_123
        var refused = 0
        for _ in 0..<4_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var damaged = bytes
            damaged[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
            if state >> 60 < 4 { damaged.removeLast(Int(state >> 40) % 200) }
            if (try? read(damaged)) == nil { refused += 1 }
        }
        #expect(refused > 100)
    }

    @Test func `each event keeps its own id, whatever stands before it`() throws {
        var withoutID = decision(1)
        withoutID.decisionID = nil
        let entries: [AuditEntry] = [
            .event(withoutID), .decisions(batch(10, from: 0)), .event(withoutID), .event(decision(2)), .decisions(batch(5, from: 7)),
            .decisions(batch(1, from: 8)), .event(decision(2)), .event(withoutID),
        ]
        let places = entries.indices.flatMap { entry in (0..<entries[entry].count).map { AuditPlace(entry: entry, item: $0) } }
        // A block can begin anywhere in a batch.
        for start in 0..<places.count {
            let bytes = AuditBlock(entries, places[start...]).bytes
            let read = try bytes.withUnsafeBytes { try AuditBlockReader.events($0, of: Sample.acme, from: 1) }.map(\.event)
            #expect(read == places[start...].map { entries[$0.entry].event($0.item) }, "from \(start)")
        }
    }

    @Test func `an id that follows none is damage`() throws {
        let mask: UInt16 = 1 << 11 | 1 << 6
        var bytes: [UInt8] = [AuditBlock.format, UInt8(truncatingIfNeeded: mask), UInt8(mask >> 8)]
        withUnsafeBytes(of: Column.time(Sample.start).bitPattern.littleEndian) { bytes += $0 }
        for text in ["user:a", "user:b", "can_call", "tool:a", "allowed", "a", "request", "{}"] {
            bytes += [UInt8(text.utf8.count + 1)] + Array(text.utf8)
        }
        #expect(throws: StoreError.self) {
            try bytes.withUnsafeBytes { try AuditBlockReader.events($0, of: Sample.acme, from: 1) }
        }
    }

    @Test func `blocks whose ids are bytes each are still read`() throws {
        let texts = ["user:a", nil, "can_call", "tool:a", "allowed", "a", "", "request", "{}"] as [String?]
        let ids = [RandomID(high: 1, low: 2), RandomID(high: .max, low: 77)]
        var bytes: [UInt8] = [AuditBlock.secondFormat]
        for (number, id) in ids.enumerated() {
            // Behind the first everything is the same but the id.
            let mask: UInt16 = number == 0 ? 1 << 10 : 1 << 10 | 1 << 9 | 0b1_1011_1111
            bytes += [UInt8(truncatingIfNeeded: mask), UInt8(mask >> 8)]
            if number == 0 { withUnsafeBytes(of: Column.time(Sample.start).bitPattern.littleEndian) { bytes += $0 } }
            for (part, text) in texts.enumerated() where mask >> UInt16(part) & 1 == 0 {
                if part == AuditBlock.decisionIDPart {
                    for half in [id.high, id.low] { withUnsafeBytes(of: half.littleEndian) { bytes += $0 } }
                } else {
                    bytes += text.map { [UInt8($0.utf8.count + 1)] + $0.utf8 } ?? [0]
                }
            }
        }
        let read = try bytes.withUnsafeBytes { try AuditBlockReader.events($0, of: Sample.acme, from: 1) }.map(\.event)
        #expect(read.map(\.decisionID) == ids.map(\.text))
        #expect(read.allSatisfy { $0.subject == "user:a" && $0.agent == nil && $0.requestID == "request" && $0.time == Sample.start })
    }

    @Test func `blocks of the first format are still read`() throws {
        func text(_ text: String?) -> [UInt8] { text.map { [UInt8($0.utf8.count + 1)] + $0.utf8 } ?? [0] }
        let events = (0..<3).map { number in
            AuditEvent(
                tenant: Sample.acme, time: Sample.later(Double(number)), kind: .decision, subject: "user:\(number)", action: "can_call",
                resource: "tool:a", outcome: .denied, reason: "denied", decisionID: "id-\(number)", requestID: "request",
                details: ["code": "denied"])
        }
        var bytes: [UInt8] = [1]
        for (number, event) in events.enumerated() {
            withUnsafeBytes(of: Column.time(event.time).bitPattern.littleEndian) { bytes += $0 }
            // All texts in the first; behind it the subject and the id only.
            let mask: UInt16 = number == 0 ? 0 : 0b1_1011_1110
            bytes += [UInt8(truncatingIfNeeded: mask), UInt8(mask >> 8)]
            let texts = [
                event.subject, nil, event.action, event.resource, event.outcome.rawValue, event.reason, event.decisionID, event.requestID,
                #"{"code":"denied"}"#,
            ]
            for (part, value) in texts.enumerated() where mask >> UInt16(part) & 1 == 0 { bytes += text(value) }
        }
        let read = try bytes.withUnsafeBytes { try AuditBlockReader.events($0, of: Sample.acme, from: 5) }
        #expect(read == events.enumerated().map { StoredAuditEvent(sequence: Int64(5 + $0), event: $1) })
    }

    @Test func `decisions of one request are remembered as they would be one by one`() async throws {
        try await withStore { store in
            await store.audit.stop()
            var recorded: [AuditEvent] = []
            for count in [1, 3, 50, 100, 2, 7, 64, 1] {
                let batch = batch(count, from: recorded.count)
                recorded += (0..<count).map { batch.event($0) }
                try store.record(batch)
                if count == 2 {
                    let grant = event(50, Sample.acme)
                    recorded.append(grant)
                    try store.record(grant)
                }
                if count > 60 { try await store.flushAudit() }
            }
            #expect(store.auditQueueLength == 1)
            try await store.flushAudit()
            #expect(store.auditQueueLength == 0)
            #expect(try await store.auditEvents(Sample.acme, AuditFilter(), limit: 1000).map(\.event) == recorded.reversed())
            for subject in ["user:0", "user:2", "user:9", "user:02"] {
                let expected = recorded.reversed().filter { $0.subject == subject }
                #expect(try await store.auditEvents(Sample.acme, AuditFilter(subject: subject), limit: 1000).map(\.event) == expected)
            }
            for request in Set(recorded.compactMap(\.requestID)) {
                let expected = recorded.reversed().filter { $0.requestID == request }
                #expect(try await store.auditEvents(Sample.acme, AuditFilter(requestID: request), limit: 1000).map(\.event) == expected)
            }
            let denied = recorded.reversed().filter { $0.outcome == .denied }
            #expect(try await store.auditEvents(Sample.acme, AuditFilter(outcome: .denied), limit: 1000).map(\.event) == denied)
        }
    }

    /// So many decisions in one body, every third denied, with the subject given once for some of them.
    private func batch(_ count: Int, from number: Int) -> DecisionBatch {
        var body: [UInt8] = []
        func place(_ text: String) -> DecisionBatch.Place {
            body += text.utf8
            return UInt32(body.count - text.utf8.count)..<UInt32(body.count)
        }
        let shared = (place("user"), place("0"))
        let items = (0..<count).map { index in
            let subject = index % 4 < 2 ? shared : (place("user"), place(String((number + index) % 3)))
            return DecisionBatch.Item(
                subject: subject, action: place("can_call"), resource: (place("tool"), place(String(repeating: "x", count: index * 2))),
                reason: index % 3 == 2 ? 1 + Int32(index % 2) : 0)
        }
        let reasons = ["allowed", "denied \"a\"", "denied b"].map { text in
            DecisionBatch.Reason(outcome: text == "allowed" ? .allowed : .denied, text: text, details: ["code": text])
        }
        return DecisionBatch(
            tenant: Sample.acme, time: Sample.later(Double(number)), requestID: "request-\(number)", body: body,
            firstID: RandomID(high: UInt64(number), low: .max - 3), items: items, reasons: reasons)
    }

    @Test func `a filter finds what was put in, and little else`() {
        var filter = TextFilter(count: 64)
        for number in 0..<64 { "request-\(number)".withBytesBeforeNUL { filter.insert($0) } }
        let found = (0..<10_000).filter { number in filter.bytes.withUnsafeBytes { TextFilter.mayContain("request-\(number)", in: $0) } }
        #expect(found.count >= 64)
        #expect(Array(found.prefix(64)) == Array(0..<64))
        // Stored filters must stay readable: another way to the bits would miss events.
        #expect(found.count == Self.foundCount)
    }

    private static let foundCount = 86

    private static func isWanted(_ event: AuditEvent, by filter: AuditFilter) -> Bool {
        (filter.kind.map { event.kind == $0 } ?? true) && (filter.subject.map { event.subject == $0 } ?? true)
            && (filter.outcome.map { event.outcome == $0 } ?? true) && (filter.requestID.map { event.requestID == $0 } ?? true)
    }

    private func decision(_ number: Int) -> AuditEvent {
        AuditEvent(
            tenant: Sample.acme, time: Sample.later(Double(number)), kind: .decision, subject: "user:\(number % 4)", action: "can_call",
            resource: "tool:a/b", outcome: .allowed, reason: String(number), decisionID: "decision-\(number)")
    }

    /// Mostly decisions, with texts that are not there, empty, long, odd, or the same several times.
    private func event(_ number: Int, _ tenant: TenantID) -> AuditEvent {
        let odd = "a\"b\\c\n\u{1}\u{7f} é e\u{301} 日本 🗝 /"
        return AuditEvent(
            tenant: tenant, time: Sample.later(Double(number / 3) + 0.125), kind: number % 97 == 50 ? .grant : .decision,
            subject: number % 7 == 0 ? nil : "user:\(number / 2 % 6)", agent: number % 3 == 0 ? "" : nil, action: "can_call",
            resource: String(repeating: "ü", count: number % 11 == 0 ? 100 + number * 20 : number % 4),
            outcome: number % 5 == 1 ? .denied : .allowed,
            reason: number % 13 == 0 ? odd : "relationship", decisionID: number % 17 == 0 ? nil : "decision-\(number)",
            requestID: number % 19 == 0 ? nil : "request-\(number / 4)",
            details: number % 3 == 0 ? [:] : ["code": "n\(number / 5)", "b": odd])
    }
}
