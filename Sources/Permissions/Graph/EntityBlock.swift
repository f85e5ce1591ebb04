/// Names in one piece: all ids behind one another, and a table of slots to find them by hash.
struct EntityBlock: Sendable {
    private var bytes: ContiguousArray<UInt8> = []
    private var starts: ContiguousArray<UInt32> = [0]
    private var types: ContiguousArray<UInt32> = []
    /// The upper half of the hash and the entity plus one; zero is an empty slot.
    private var slots: ContiguousArray<UInt64> = [0, 0]
    private var mask = 1

    var count: Int { types.count }

    func type(of entity: UInt32) -> UInt32 { types[Int(entity)] }

    func id(of entity: UInt32) -> String {
        String(decoding: bytes[Int(starts[Int(entity)])..<Int(starts[Int(entity) + 1])], as: UTF8.self)
    }

    @inline(__always)
    func entity(hash: UInt64, type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while case let entry = slots[slot], entry != 0 {
            let entity = UInt32(truncatingIfNeeded: entry) &- 1
            if entry >> 32 == hash >> 32, types[Int(entity)] == type, matches(entity, id) { return entity }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    private func matches(_ entity: UInt32, _ id: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = Int(starts[Int(entity)])
        guard Int(starts[Int(entity) + 1]) - start == id.count else { return false }
        return bytes.withUnsafeBufferPointer { all in
            for offset in 0..<id.count where all[start + offset] != id[offset] { return false }
            return true
        }
    }

    func appending(_ names: [EntityTable.EntityName]) -> EntityBlock {
        var block = self
        block.starts.reserveCapacity(count + names.count + 1)
        block.types.reserveCapacity(count + names.count)
        for name in names {
            name.id.withBytes { block.bytes.append(contentsOf: $0) }
            block.starts.append(UInt32(block.bytes.count))
            block.types.append(name.type)
        }
        block.rebuildSlots()
        return block
    }

    private mutating func rebuildSlots() {
        var capacity = 16
        while capacity < count * 2 { capacity *= 2 }
        mask = capacity - 1
        var slots = ContiguousArray<UInt64>(repeating: 0, count: capacity)
        bytes.withUnsafeBufferPointer { all in
            for entity in 0..<count {
                let id = UnsafeBufferPointer(rebasing: all[Int(starts[entity])..<Int(starts[entity + 1])])
                let hash = NameHash.process.hash(id, scope: types[entity])
                var slot = Int(truncatingIfNeeded: hash) & mask
                while slots[slot] != 0 { slot = (slot + 1) & mask }
                slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(entity + 1)
            }
        }
        self.slots = slots
    }
}
