/// What is not on the disk yet, in the order in which it was recorded.
struct AuditBacklog: Sendable {
    /// Of these portions are written; taken over as a whole, so that no portion moves those behind it.
    private var older: ArraySlice<AuditEntry> = []
    private var recent: [AuditEntry] = []
    /// How many events they are.
    private(set) var count = 0
    /// Entries that have ever come in, and those of them that are on the disk.
    private(set) var entered = 0
    private(set) var written = 0

    mutating func append(_ entry: AuditEntry) {
        recent.append(entry)
        count += entry.count
        entered += 1
    }

    /// The first entries, which stay until they are removed: at most so many events, but one entry at least.
    mutating func portion(of limit: Int) -> ArraySlice<AuditEntry> {
        if older.isEmpty {
            older = recent[...]
            recent = []
        }
        var count = 0
        return older.prefix { entry in
            defer { count += entry.count }
            return count == 0 || count + entry.count <= limit
        }
    }

    /// Takes away a portion that is on the disk.
    mutating func remove(_ portion: ArraySlice<AuditEntry>) {
        older = older.dropFirst(portion.count)
        // The memory goes with the last of them.
        if older.isEmpty { older = [] }
        count -= portion.reduce(0) { $0 + $1.count }
        written += portion.count
    }
}
