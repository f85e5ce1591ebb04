import Foundation

/// Numbers for names within scopes, built once: the types of a model, the relations of each type.
struct NameTable: Sendable {
    private struct Entry: Sendable, BitwiseCopyable {
        let scope: UInt32
        let number: Int32
        let start: UInt32
        let length: UInt32
    }

    private let entries: FixedArray<Entry>
    /// All names behind one another.
    private let bytes: FixedArray<UInt8>
    private let slots: FixedArray<Int32>
    private let mask: Int

    /// Of two entries with the same scope and name the first counts.
    init(_ names: [(scope: Int, name: String, number: Int)]) {
        var capacity = 8
        while capacity < names.count * 2 { capacity *= 2 }
        mask = capacity - 1
        var entries: [Entry] = []
        var bytes: [UInt8] = []
        var slots = [Int32](repeating: -1, count: capacity)
        for (scope, name, number) in names {
            let start = bytes.count
            bytes += name.utf8
            let hash = name.withBytes { NameHash.process.hash($0, scope: UInt32(scope)) }
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(entries.count)
            entries.append(
                Entry(scope: UInt32(scope), number: Int32(number), start: UInt32(start), length: UInt32(bytes.count - start)))
        }
        self.entries = FixedArray(entries)
        self.bytes = FixedArray(bytes)
        self.slots = FixedArray(slots)
    }

    @inline(__always)
    func number(of name: String, scope: Int) -> Int? { name.withBytes { number(of: $0, scope: scope) } }

    @inline(__always)
    func number(of name: UnsafeBufferPointer<UInt8>, scope: Int) -> Int? {
        guard let wanted = name.baseAddress else { return nil }
        var slot = Int(truncatingIfNeeded: NameHash.process.hash(name, scope: UInt32(scope))) & mask
        while case let index = Int(slots[slot]), index >= 0 {
            let entry = entries[index]
            if entry.scope == UInt32(scope), Int(entry.length) == name.count,
                memcmp(bytes.start + Int(entry.start), wanted, name.count) == 0
            {
                return Int(entry.number)
            }
            slot = (slot + 1) & mask
        }
        return nil
    }
}
