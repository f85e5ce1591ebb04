/// Which entities stand beside an entity in a class of edges: one block, and what changed since it was built.
///
/// A change touches the small map of changes only. When it has grown to a share of the block both are merged, so that a change
/// costs little on average and a lookup at most two probes.
struct Adjacency: Sendable {
    private struct Change: Sendable {
        var added = SortedRow()
        var removed = SortedRow()
    }

    private(set) var block = AdjacencyBlock()
    private var changes = ShardedMap<Change>()
    private var changed = ChangeFilter()
    private var changeCount = 0

    init() {}

    /// Of the changes about as many as they take.
    var byteCount: Int { block.byteCount + changes.byteCount + changes.count * Adjacency.changeBytes + changed.byteCount }

    /// Rows of a few values in memory of their own.
    private static let changeBytes = 128

    init(_ entries: ContiguousArray<AdjacencyBlock.Entry>) {
        block = AdjacencyBlock { body in
            for entry in entries { body(entry.entity, entry.edgeClass, entry.value) }
        }
    }

    /// The same edges from the other end.
    init(reversing other: Adjacency) {
        block = AdjacencyBlock { body in
            other.forEachEntry { entity, edgeClass, value in body(value, edgeClass, entity) }
        }
    }

    @inline(__always)
    static func key(_ entity: UInt32, _ edgeClass: UInt32) -> UInt64 {
        UInt64(entity) << 32 | UInt64(edgeClass)
    }

    /// False when all that the entity has is in the block.
    @inline(__always)
    func mayBeChanged(_ entity: UInt32) -> Bool { changed.mayContain(entity) }

    @inline(__always)
    func contains(_ entity: UInt32, _ edgeClass: UInt32, _ value: UInt32) -> Bool {
        if changed.mayContain(entity), let change = changes[Adjacency.key(entity, edgeClass)] {
            if change.added.contains(value) { return true }
            if change.removed.contains(value) { return false }
        }
        return block.row(entity, edgeClass)?.contains(value) ?? false
    }

    /// Runs `body` on each neighbour until it answers false. The order is unspecified but always the same for one snapshot.
    @inline(__always)
    func forEach(_ entity: UInt32, _ edgeClass: UInt32, _ body: (UInt32) -> Bool) {
        let change = changed.mayContain(entity) ? changes[Adjacency.key(entity, edgeClass)] : nil
        if let row = block.row(entity, edgeClass) {
            for value in row.values {
                if let change, change.removed.contains(value) { continue }
                guard body(value) else { return }
            }
        }
        if let change {
            for value in change.added.values where !body(value) { return }
        }
    }

    @inline(__always)
    func isEmpty(_ entity: UInt32, _ edgeClass: UInt32) -> Bool {
        if !changed.mayContain(entity) { return block.row(entity, edgeClass) == nil }
        var found = false
        forEach(entity, edgeClass) { _ in
            found = true
            return false
        }
        return !found
    }

    /// Every edge: entity, class and value.
    @inline(__always)
    func forEachEntry(_ body: (UInt32, UInt32, UInt32) -> Void) {
        block.forEachRow { entity, row in
            let change = changed.mayContain(entity) ? changes[Adjacency.key(entity, row.edgeClass)] : nil
            for value in row.values {
                if let change, change.removed.contains(value) { continue }
                body(entity, row.edgeClass, value)
            }
        }
        changes.forEach { key, change in
            for value in change.added.values { body(UInt32(key >> 32), UInt32(truncatingIfNeeded: key), value) }
        }
    }

    /// Adds an edge that is not there.
    mutating func insert(_ entity: UInt32, _ edgeClass: UInt32, _ value: UInt32) {
        let key = Adjacency.key(entity, edgeClass)
        let inBlock = block.row(entity, edgeClass)?.contains(value) ?? false
        changes.update(key, default: Change()) { change in
            change.removed.remove(value)
            if !inBlock { change.added.insert(value) }
        }
        note(entity)
    }

    /// Takes away an edge that is there.
    mutating func remove(_ entity: UInt32, _ edgeClass: UInt32, _ value: UInt32) {
        let key = Adjacency.key(entity, edgeClass)
        let inBlock = block.row(entity, edgeClass)?.contains(value) ?? false
        changes.update(key, default: Change()) { change in
            change.added.remove(value)
            if inBlock { change.removed.insert(value) }
        }
        note(entity)
    }

    private mutating func note(_ entity: UInt32) {
        changeCount += 1
        if changed.isTooSmall(for: changes.count) {
            changed = ChangeFilter(count: changes.count)
            var filter = changed
            changes.forEach { key, _ in filter.insert(UInt32(key >> 32)) }
            changed = filter
        } else {
            changed.insert(entity)
        }
    }

    /// True when so much changed since the block was built that building it again is worth it.
    var needsMerge: Bool { changeCount > max(4_096, block.count / 4) }

    /// True when a merge would help questions and costs little beside the changes that were made.
    var isScattered: Bool { changeCount > block.count / 32 }

    mutating func merge() {
        block = AdjacencyBlock { forEachEntry($0) }
        changes = ShardedMap()
        changed = ChangeFilter()
        changeCount = 0
    }
}
