/// The nodes a search has met, in order, each once.
///
/// The first lie in memory of the caller's stack and are compared one by one; a larger search gets an array and a hash table.
struct Frontier: ~Copyable {
    static let inlineCapacity = 32

    private let inline: UnsafeMutableBufferPointer<UInt64>
    private(set) var count = 0
    private var overflow: ContiguousArray<UInt64> = []
    private var table: ContiguousArray<UInt64> = []
    private var mask = 0

    init(memory: UnsafeMutableBufferPointer<UInt64>) {
        inline = memory
    }

    /// A node is a relation of an entity, never zero.
    @inline(__always)
    static func node(_ entity: UInt32, _ relation: Int32) -> UInt64 {
        UInt64(entity) << 32 | UInt64(UInt32(bitPattern: relation) &+ 1)
    }

    @inline(__always)
    static func entity(_ node: UInt64) -> UInt32 { UInt32(node >> 32) }

    @inline(__always)
    static func relation(_ node: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: node)) - 1 }

    subscript(index: Int) -> UInt64 {
        @inline(__always) get { index < Frontier.inlineCapacity ? inline[index] : overflow[index - Frontier.inlineCapacity] }
    }

    /// False when the node was met before.
    @inline(__always)
    mutating func insert(_ node: UInt64) -> Bool {
        guard count < Frontier.inlineCapacity else { return insertIntoTable(node) }
        for index in 0..<count where inline[index] == node { return false }
        inline[count] = node
        count += 1
        return true
    }

    private mutating func insertIntoTable(_ node: UInt64) -> Bool {
        if table.isEmpty || count * 2 > table.count { growTable() }
        guard place(node) else { return false }
        overflow.append(node)
        count += 1
        return true
    }

    private mutating func place(_ node: UInt64) -> Bool {
        var slot = Int(truncatingIfNeeded: (node &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while table[slot] != 0 {
            if table[slot] == node { return false }
            slot = (slot + 1) & mask
        }
        table[slot] = node
        return true
    }

    private mutating func growTable() {
        let capacity = max(128, table.count * 2)
        table = ContiguousArray(repeating: 0, count: capacity)
        mask = capacity - 1
        for index in 0..<count { _ = place(self[index]) }
    }
}
