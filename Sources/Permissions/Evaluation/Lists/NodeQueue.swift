/// Nodes in the order they were met, each once, with the number of steps to them.
struct NodeQueue {
    private(set) var nodes: ContiguousArray<UInt64> = []
    private(set) var depths: ContiguousArray<UInt32> = []
    private var table: ContiguousArray<UInt64> = ContiguousArray(repeating: 0, count: 64)
    private var mask = 63

    var count: Int { nodes.count }

    @inline(__always)
    private static func hash(_ node: UInt64) -> Int { Int(truncatingIfNeeded: (node &* 0x9E37_79B9_7F4A_7C15) >> 32) }

    @inline(__always)
    func contains(_ node: UInt64) -> Bool {
        var slot = NodeQueue.hash(node) & mask
        while table[slot] != 0 {
            if table[slot] == node { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    /// False when the node was met before.
    @discardableResult
    mutating func insert(_ node: UInt64, depth: UInt32) -> Bool {
        var slot = NodeQueue.hash(node) & mask
        while table[slot] != 0 {
            if table[slot] == node { return false }
            slot = (slot + 1) & mask
        }
        table[slot] = node
        nodes.append(node)
        depths.append(depth)
        if nodes.count * 2 > table.count { grow() }
        return true
    }

    private mutating func grow() {
        table = ContiguousArray(repeating: 0, count: table.count * 4)
        mask = table.count - 1
        for node in nodes {
            var slot = NodeQueue.hash(node) & mask
            while table[slot] != 0 { slot = (slot + 1) & mask }
            table[slot] = node
        }
    }
}
