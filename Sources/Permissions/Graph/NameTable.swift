/// Numbers for names within scopes, built once: the types of a model, the relations of each type.
struct NameTable: Sendable {
    private let names: ContiguousArray<String>
    private let scopes: ContiguousArray<UInt32>
    private let numbers: ContiguousArray<Int32>
    private let slots: ContiguousArray<Int32>
    private let mask: Int

    /// Of two entries with the same scope and name the first counts.
    init(_ entries: [(scope: Int, name: String, number: Int)]) {
        names = ContiguousArray(entries.map(\.name))
        scopes = ContiguousArray(entries.map { UInt32($0.scope) })
        numbers = ContiguousArray(entries.map { Int32($0.number) })
        var capacity = 8
        while capacity < entries.count * 2 { capacity *= 2 }
        mask = capacity - 1
        var slots = ContiguousArray<Int32>(repeating: -1, count: capacity)
        for index in entries.indices {
            let hash = entries[index].name.withBytes { NameHash.process.hash($0, scope: UInt32(entries[index].scope)) }
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index)
        }
        self.slots = slots
    }

    func number(of name: String, scope: Int) -> Int? {
        name.withBytes { bytes in
            var slot = Int(truncatingIfNeeded: NameHash.process.hash(bytes, scope: UInt32(scope))) & mask
            while case let index = Int(slots[slot]), index >= 0 {
                if scopes[index] == UInt32(scope), NameTable.matches(names[index], bytes) { return Int(numbers[index]) }
                slot = (slot + 1) & mask
            }
            return nil
        }
    }

    @inline(__always)
    static func matches(_ name: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        name.utf8.count == bytes.count && name.utf8.elementsEqual(bytes)
    }
}
