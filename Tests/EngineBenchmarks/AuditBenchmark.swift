import Foundation
import Store

/// What it costs to put the record of one access decision on the disk.
struct AuditBenchmark {
    /// Events of one flush; the queue holds no more than this many and some.
    private static let portion = 50_000

    static func run(count: Int) async throws {
        let directory = NSTemporaryDirectory() + "engine-benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try await Store.open(StoreConfiguration(directory: directory))
        let events = try (0..<min(count, portion)).map(event)
        var seconds = 0.0
        var written = 0
        while written < count {
            let part = events.prefix(count - written)
            let start = ContinuousClock.now
            for event in part { try store.record(event) }
            try await store.flushAudit()
            seconds += start.duration(to: .now).microseconds / 1e6
            written += part.count
        }
        Row("audit").with("events", written).with("perSecond", Double(written) / seconds).print()
        try await store.close()
    }

    /// As an evaluation records itself.
    private static func event(_ number: Int) throws -> AuditEvent {
        AuditEvent(
            tenant: try TenantID("benchmark"), time: Date(timeIntervalSince1970: 1_800_000_000 + Double(number) / 1_000), kind: .decision,
            subject: "user:person-\(10_000 + number % 1_000)", agent: nil, action: "can_call", resource: "tool:billing/get_invoice",
            outcome: number % 8 == 0 ? .denied : .allowed, reason: number % 8 == 0 ? "no relationship" : "relationship",
            decisionID: identifier(number &* 2_654_435_761), requestID: identifier(number &* 40_503 &+ 7),
            details: ["revision": String(1_000 + number), "client": "portal"])
    }

    private static func identifier(_ number: Int) -> String {
        let digits = String(UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
        return String(repeating: "0", count: 26 - digits.count) + digits
    }
}
