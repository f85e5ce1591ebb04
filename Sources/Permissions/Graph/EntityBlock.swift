import Foundation

/// Names in one piece, and a table of slots to find them by hash; made by an `EntityBlockBuilder`.
///
/// A name lies with its number in one record, so that finding it costs two ways to memory: the slot and the record.
struct EntityBlock: Sendable {
    /// What comes before the bytes of an id, which are padded to whole words.
    struct Header {
        static let wordCount = 2
        private static let lengthBits: UInt32 = 12

        /// Type and length of an id in one word.
        @inline(__always)
        static func key(type: UInt32, length: Int) -> UInt32 {
            precondition(length < 1 << Int(lengthBits) && type < 1 << (32 - lengthBits), "a name longer than names may be")
            return type << lengthBits | UInt32(length)
        }

        @inline(__always)
        static func type(_ key: UInt32) -> UInt32 { key >> lengthBits }

        @inline(__always)
        static func length(_ key: UInt32) -> Int { Int(key & (1 << lengthBits - 1)) }
    }

    /// For each name its number, type and length, and id.
    fileprivate let words: FixedArray<UInt32>
    /// Where the record of each entity begins.
    fileprivate let starts: FixedArray<UInt32>
    /// The upper half of the hash, and where the record begins plus one; zero is an empty slot.
    private let slots: FixedArray<UInt64>
    private let mask: Int

    init() { self = EntityBlockBuilder().finish() }

    fileprivate init(words: ContiguousArray<UInt32>, starts: ContiguousArray<UInt32>, slots: ContiguousArray<UInt64>) {
        self.words = FixedArray(words)
        self.starts = FixedArray(starts)
        self.slots = FixedArray(slots)
        mask = slots.count - 1
    }

    var count: Int { starts.count }

    var byteCount: Int { words.byteCount + starts.byteCount + slots.byteCount }

    func type(of entity: UInt32) -> UInt32 { Header.type(words[Int(starts[Int(entity)]) + 1]) }

    func id(of entity: UInt32) -> String {
        let start = Int(starts[Int(entity)])
        let length = Header.length(words[start + 1])
        return String(
            decoding: UnsafeRawBufferPointer(start: words.start + start + Header.wordCount, count: length), as: UTF8.self)
    }

    @inline(__always)
    func entity(hash: UInt64, type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32? {
        EntityBlock.find(hash: hash, type: type, id: id, words: words.start, slots: slots.start, mask: mask)
    }

    @inline(__always)
    fileprivate static func find(
        hash: UInt64, type: UInt32, id: UnsafeBufferPointer<UInt8>, words: UnsafePointer<UInt32>, slots: UnsafePointer<UInt64>, mask: Int
    ) -> UInt32? {
        guard id.count <= ReferenceRules.subjectLimit, let bytes = id.baseAddress else { return nil }
        let key = Header.key(type: type, length: id.count)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while case let entry = slots[slot], entry != 0 {
            if entry >> 32 == hash >> 32 {
                let record = words + Int(UInt32(truncatingIfNeeded: entry) &- 1)
                if record[1] == key, memcmp(record + Header.wordCount, bytes, id.count) == 0 { return record[0] }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }
}

/// Collects names for a block; a name is found again at once.
struct EntityBlockBuilder {
    private var words: ContiguousArray<UInt32> = []
    private var starts: ContiguousArray<UInt32> = []
    private var slots = ContiguousArray<UInt64>(repeating: 0, count: 16)

    init() {}

    /// Begins with the names of a block.
    init(_ block: EntityBlock, adding count: Int) {
        words = ContiguousArray(UnsafeBufferPointer(start: block.words.start, count: block.words.count))
        starts = ContiguousArray(UnsafeBufferPointer(start: block.starts.start, count: block.starts.count))
        rebuildSlots(for: starts.count + count)
    }

    var count: Int { starts.count }

    /// The number of a name, a new one when it is not there.
    mutating func intern(hash: UInt64, type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let known = words.withUnsafeBufferPointer { words in
            slots.withUnsafeBufferPointer { slots -> UInt32? in
                guard let words = words.baseAddress, let start = slots.baseAddress else { return nil }
                return EntityBlock.find(hash: hash, type: type, id: id, words: words, slots: start, mask: slots.count - 1)
            }
        }
        if let known { return known }
        let entity = UInt32(starts.count)
        let start = words.count
        precondition(start < UInt32.max - 1_024, "more names than a graph can hold")
        starts.append(UInt32(start))
        words.append(entity)
        words.append(EntityBlock.Header.key(type: type, length: id.count))
        append(id)
        if EntityBlockBuilder.isFull(slots.count, count) {
            rebuildSlots(for: count)
        } else {
            EntityBlockBuilder.place(hash, start, in: &slots)
        }
        return entity
    }

    private mutating func append(_ id: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(id)
        var offset = 0
        while offset + 4 <= raw.count {
            words.append(raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset += 4
        }
        guard offset < raw.count else { return }
        var last: UInt32 = 0
        withUnsafeMutableBytes(of: &last) { $0.copyBytes(from: raw[offset...]) }
        words.append(last)
    }

    func finish() -> EntityBlock { EntityBlock(words: words, starts: starts, slots: slots) }

    @inline(__always)
    private static func isFull(_ capacity: Int, _ count: Int) -> Bool { capacity < count + count / 2 }

    @inline(__always)
    private static func place(_ hash: UInt64, _ start: Int, in slots: inout ContiguousArray<UInt64>) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(start + 1)
    }

    private mutating func rebuildSlots(for count: Int) {
        var capacity = 16
        while EntityBlockBuilder.isFull(capacity, count) { capacity *= 2 }
        var slots = ContiguousArray<UInt64>(repeating: 0, count: capacity)
        words.withUnsafeBytes { bytes in
            for start in starts {
                let key = words[Int(start) + 1]
                let first = (Int(start) + EntityBlock.Header.wordCount) * 4
                let id = bytes[first..<first + EntityBlock.Header.length(key)]
                let hash = NameHash.process.hash(UnsafeRawBufferPointer(rebasing: id), scope: EntityBlock.Header.type(key))
                EntityBlockBuilder.place(hash, Int(start), in: &slots)
            }
        }
        self.slots = slots
    }
}
