import Synchronization

/// Rows that are looked up with each request, for a second after they were read.
///
/// For rows that are made and never changed. One that somebody deletes by hand while the service runs is missed a second later. What was
/// not found is not remembered.
final class RecentRows<Key: Hashable & Sendable, Row: Sendable>: Sendable {
    static var lifetime: Duration { .seconds(1) }
    static var capacity: Int { 10_000 }

    private struct Read {
        let row: Row
        let end: ContinuousClock.Instant
    }

    private let rows = Mutex<[Key: Read]>([:])

    func row(_ key: Key, at now: ContinuousClock.Instant = .now) -> Row? {
        rows.withLock { rows in
            guard let read = rows[key], now < read.end else { return nil }
            return read.row
        }
    }

    /// The row that was read recently, or what `read` finds.
    func row(_ key: Key, else read: () async throws -> Row?) async rethrows -> Row? {
        if let known = row(key) { return known }
        // Before it is read: the second counts from a moment at which it was there.
        let now = ContinuousClock.now
        guard let row = try await read() else { return nil }
        remember(row, for: key, at: now)
        return row
    }

    func remember(_ row: Row, for key: Key, at now: ContinuousClock.Instant) {
        rows.withLock { rows in
            if rows.count >= Self.capacity { rows.removeAll(keepingCapacity: true) }
            rows[key] = Read(row: row, end: now + Self.lifetime)
        }
    }
}
