/// Callers who wait until the queue has room for what they record, in the order in which they came.
///
/// INVARIANT: whoever takes a caller out of the line answers it, so each is answered exactly once.
struct AuditLine: Sendable {
    struct Caller: Sendable {
        let number: UInt64
        let entries: [AuditEntry]
        let deadline: ContinuousClock.Instant
        /// Told whether the entries have been taken.
        let continuation: CheckedContinuation<Bool, Never>

        var count: Int { entries.reduce(0) { $0 + $1.count } }
    }

    private var callers: [Caller] = []
    private var lastNumber: UInt64 = 0
    /// Whether somebody sends away those who have waited for too long.
    private(set) var isWatched = false

    var count: Int { callers.count }

    /// How many events the first one brings.
    var nextCount: Int? { callers.first?.count }

    mutating func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    /// True when whoever lets in the caller has to watch the line.
    mutating func append(_ caller: Caller) -> Bool {
        callers.append(caller)
        defer { isWatched = true }
        return !isWatched
    }

    mutating func removeFirst() -> Caller { callers.removeFirst() }

    /// Nil for one that has been answered.
    mutating func remove(_ number: UInt64) -> Caller? {
        callers.firstIndex { $0.number == number }.map { callers.remove(at: $0) }
    }

    /// All wait equally long, so those who came first are the first to have waited for too long.
    mutating func removeExpired(at now: ContinuousClock.Instant) -> [Caller] {
        let expired = callers.prefix { $0.deadline <= now }
        callers.removeFirst(expired.count)
        return Array(expired)
    }

    /// When the next one will have waited for too long; nil when nobody waits, and the line is not watched any more.
    mutating func nextDeadline() -> ContinuousClock.Instant? {
        if callers.isEmpty { isWatched = false }
        return callers.first?.deadline
    }
}
