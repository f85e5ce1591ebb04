/// Sorted rows in one piece: for each key the values in ascending order.
///
/// A key is an entity and an edge class in one word; a row of one value lies in the table itself.
struct AdjacencyBlock: Sendable {
    struct Row {
        let start: UInt32
        let count: UInt32
    }

    struct Entry {
        let key: UInt64
        let value: UInt32
    }

    private struct Slot: Sendable {
        var key: UInt64 = 0
        var start: UInt32 = 0
        var count: UInt32 = 0
    }

    private var slots: ContiguousArray<Slot> = [Slot(), Slot()]
    private var mask = 1
    private var values: ContiguousArray<UInt32> = []
    private(set) var count = 0

    init() {}

    /// `entries` are sorted by key and value and have no duplicates.
    init(sorted entries: ContiguousArray<Entry>) {
        count = entries.count
        var rows = 0
        for index in entries.indices where index == 0 || entries[index].key != entries[index - 1].key { rows += 1 }
        var capacity = 16
        while capacity < rows + rows / 2 { capacity *= 2 }
        mask = capacity - 1
        slots = ContiguousArray(repeating: Slot(), count: capacity)
        var index = 0
        while index < entries.count {
            var end = index + 1
            while end < entries.count, entries[end].key == entries[index].key { end += 1 }
            let single = end == index + 1
            insert(Slot(key: entries[index].key, start: single ? entries[index].value : UInt32(values.count), count: UInt32(end - index)))
            if !single { values.append(contentsOf: entries[index..<end].lazy.map(\.value)) }
            index = end
        }
    }

    private mutating func insert(_ slot: Slot) {
        var position = AdjacencyBlock.hash(slot.key) & mask
        while slots[position].key != 0 { position = (position + 1) & mask }
        slots[position] = slot
    }

    @inline(__always)
    private static func hash(_ key: UInt64) -> Int {
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed ^ mixed >> 32) & Int.max
    }

    @inline(__always)
    func row(_ key: UInt64) -> Row? {
        var position = AdjacencyBlock.hash(key) & mask
        while true {
            let slot = slots[position]
            if slot.key == key { return Row(start: slot.start, count: slot.count) }
            if slot.key == 0 { return nil }
            position = (position + 1) & mask
        }
    }

    @inline(__always)
    func value(_ index: Int, of row: Row) -> UInt32 {
        row.count == 1 ? row.start : values[Int(row.start) + index]
    }

    @inline(__always)
    func contains(_ value: UInt32, in row: Row) -> Bool {
        if row.count == 1 { return row.start == value }
        var low = Int(row.start)
        var high = low + Int(row.count)
        while low < high {
            let middle = (low + high) / 2
            let found = values[middle]
            if found == value { return true }
            if found < value { low = middle + 1 } else { high = middle }
        }
        return false
    }

    func forEachRow(_ body: (UInt64, Row) -> Void) {
        for slot in slots where slot.key != 0 { body(slot.key, Row(start: slot.start, count: slot.count)) }
    }
}
