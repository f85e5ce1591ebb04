/// A map whose copies share what they have in common: a change copies one path of three levels.
///
/// Two levels of 32 branches lead to small sorted leaves, so that a change costs a few hundred words even with a million keys.
struct ShardedMap<Value: Sendable>: Sendable {
    private struct Leaf: Sendable {
        var keys: ContiguousArray<UInt64> = []
        var values: ContiguousArray<Value> = []

        /// Where the key is, or would be.
        @inline(__always)
        func position(of key: UInt64) -> Int {
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < key { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    private var branches: ContiguousArray<ContiguousArray<Leaf>> = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// About as many as the map takes, without what its values keep elsewhere.
    var byteCount: Int {
        guard count > 0 else { return 0 }
        // Memory for a leaf grows in steps, of which half are used on average.
        return (1 + min(count, 32)) * 32 * MemoryLayout<Leaf>.stride + min(count, 32 * 32) * 64
            + count * (MemoryLayout<UInt64>.stride + MemoryLayout<Value>.stride) * 3 / 2
    }

    @inline(__always)
    private static func path(_ key: UInt64) -> (branch: Int, leaf: Int) {
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        return (Int(mixed >> 59), Int(mixed >> 54) & 31)
    }

    subscript(key: UInt64) -> Value? {
        @inline(__always) get {
            guard count > 0 else { return nil }
            let (branch, leaf) = ShardedMap.path(key)
            guard !branches[branch].isEmpty else { return nil }
            let position = branches[branch][leaf].position(of: key)
            guard position < branches[branch][leaf].keys.count, branches[branch][leaf].keys[position] == key else { return nil }
            return branches[branch][leaf].values[position]
        }
    }

    func contains(_ key: UInt64) -> Bool { self[key] != nil }

    mutating func set(_ key: UInt64, _ value: Value) {
        update(key, default: value) { $0 = value }
    }

    /// Changes the value of a key in place, after putting `initial` there when the key is new.
    mutating func update<Result>(_ key: UInt64, default initial: @autoclosure () -> Value, _ change: (inout Value) -> Result) -> Result {
        if branches.isEmpty { branches = ContiguousArray(repeating: [], count: 32) }
        let (branch, leaf) = ShardedMap.path(key)
        if branches[branch].isEmpty { branches[branch] = ContiguousArray(repeating: Leaf(), count: 32) }
        let position = branches[branch][leaf].position(of: key)
        if position == branches[branch][leaf].keys.count || branches[branch][leaf].keys[position] != key {
            branches[branch][leaf].keys.insert(key, at: position)
            branches[branch][leaf].values.insert(initial(), at: position)
            count += 1
        }
        return change(&branches[branch][leaf].values[position])
    }

    mutating func remove(_ key: UInt64) {
        guard contains(key) else { return }
        let (branch, leaf) = ShardedMap.path(key)
        let position = branches[branch][leaf].position(of: key)
        branches[branch][leaf].keys.remove(at: position)
        branches[branch][leaf].values.remove(at: position)
        count -= 1
    }

    /// In no particular order.
    func forEach(_ body: (UInt64, Value) -> Void) {
        for branch in branches {
            for leaf in branch {
                for position in leaf.keys.indices { body(leaf.keys[position], leaf.values[position]) }
            }
        }
    }
}
