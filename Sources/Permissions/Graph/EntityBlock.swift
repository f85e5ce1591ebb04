import Foundation

/// Names in one piece: all ids behind one another, and a table of slots to find them by hash.
struct EntityBlock: Sendable {
    private struct Name: Sendable {
        /// Where the id begins; it ends where the next one begins.
        let start: UInt32
        let type: UInt32
    }

    private var bytes: ContiguousArray<UInt8> = []
    /// One more than there are names; the last one holds only where the ids end.
    private var names: ContiguousArray<Name> = [Name(start: 0, type: 0)]
    /// The upper half of the hash and the entity plus one; zero is an empty slot.
    private var slots: ContiguousArray<UInt64> = [0, 0]
    private var mask = 1

    var count: Int { names.count - 1 }

    func type(of entity: UInt32) -> UInt32 { names[Int(entity)].type }

    func id(of entity: UInt32) -> String {
        String(decoding: bytes[Int(names[Int(entity)].start)..<Int(names[Int(entity) + 1].start)], as: UTF8.self)
    }

    @inline(__always)
    func entity(hash: UInt64, type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32? {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while case let entry = slots[slot], entry != 0 {
            let entity = UInt32(truncatingIfNeeded: entry) &- 1
            if entry >> 32 == hash >> 32, matches(entity, type, id) { return entity }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    private func matches(_ entity: UInt32, _ type: UInt32, _ id: UnsafeBufferPointer<UInt8>) -> Bool {
        let name = names[Int(entity)]
        guard name.type == type, Int(names[Int(entity) + 1].start - name.start) == id.count else { return false }
        guard let other = id.baseAddress else { return true }
        return bytes.withUnsafeBufferPointer { all in
            guard let start = all.baseAddress else { return false }
            return memcmp(start + Int(name.start), other, id.count) == 0
        }
    }

    func appending(_ added: [EntityTable.EntityName]) -> EntityBlock {
        var block = self
        block.names.reserveCapacity(count + added.count + 1)
        for name in added { name.id.withBytes { block.append(type: name.type, id: $0) } }
        block.rebuildSlots()
        return block
    }

    /// The number of a name, a new one when it is not there.
    mutating func intern(hash: UInt64, type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32 {
        if let known = entity(hash: hash, type: type, id: id) { return known }
        append(type: type, id: id)
        if EntityBlock.isFull(slots.count, count) {
            rebuildSlots()
        } else {
            EntityBlock.place(hash, UInt32(count), in: &slots, mask)
        }
        return UInt32(count - 1)
    }

    /// Gives back memory that was kept for more names.
    mutating func shrink() {
        bytes = ContiguousArray(bytes.withUnsafeBufferPointer { $0 })
        names = ContiguousArray(names.withUnsafeBufferPointer { $0 })
    }

    private mutating func append(type: UInt32, id: UnsafeBufferPointer<UInt8>) {
        names[count] = Name(start: UInt32(bytes.count), type: type)
        bytes.append(contentsOf: id)
        names.append(Name(start: UInt32(bytes.count), type: 0))
    }

    @inline(__always)
    private static func isFull(_ capacity: Int, _ count: Int) -> Bool { capacity < count + count / 2 }

    @inline(__always)
    private static func place(_ hash: UInt64, _ number: UInt32, in slots: inout ContiguousArray<UInt64>, _ mask: Int) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number)
    }

    private mutating func rebuildSlots() {
        var capacity = 16
        while EntityBlock.isFull(capacity, count) { capacity *= 2 }
        mask = capacity - 1
        var slots = ContiguousArray<UInt64>(repeating: 0, count: capacity)
        bytes.withUnsafeBufferPointer { all in
            for entity in 0..<count {
                let id = UnsafeBufferPointer(rebasing: all[Int(names[entity].start)..<Int(names[entity + 1].start)])
                EntityBlock.place(NameHash.process.hash(id, scope: names[entity].type), UInt32(entity + 1), in: &slots, mask)
            }
        }
        self.slots = slots
    }
}
