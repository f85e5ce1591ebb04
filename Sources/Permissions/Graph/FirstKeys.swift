/// The first so many keys of those it is told, with memory for twice as many.
struct FirstKeys {
    private let after: RelationshipKey?
    private let limit: Int
    private var keys: [RelationshipKey] = []
    /// A key after this one cannot be among the first any more.
    private var last: RelationshipKey?

    init(after: RelationshipKey?, limit: Int) {
        self.after = after
        self.limit = limit
    }

    mutating func add(_ key: RelationshipKey) {
        if let last, last < key { return }
        if let after, !(after < key) { return }
        keys.append(key)
        if keys.count >= 2 * limit { cut() }
    }

    /// In order.
    consuming func finish() -> [RelationshipKey] {
        cut()
        return keys
    }

    private mutating func cut() {
        keys.sort()
        keys.removeLast(max(keys.count - limit, 0))
        if keys.count == limit { last = keys.last }
    }
}
