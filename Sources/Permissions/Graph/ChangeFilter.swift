/// Tells quickly that an entity has not changed; of a few others it says that they may have.
struct ChangeFilter: Sendable {
    private static let smallest = 16
    private static let largest = 8_192

    /// A power of two of words, or none.
    private var words: ContiguousArray<UInt64> = []

    var isEmpty: Bool { words.isEmpty }

    var byteCount: Int { words.count * MemoryLayout<UInt64>.stride }

    /// Whether more entities than `count` would make too many look changed, and a larger filter can be had.
    func isTooSmall(for count: Int) -> Bool { words.count < ChangeFilter.largest && count * 8 > words.count * 64 }

    /// Empty, of a size for `count` entities and as many again.
    init(count: Int) {
        var size = ChangeFilter.smallest
        while size < ChangeFilter.largest, size * 64 < count * 16 { size *= 2 }
        words = ContiguousArray(repeating: 0, count: size)
    }

    init() {}

    @inline(__always)
    private static func bit(_ entity: UInt32) -> UInt64 { UInt64(entity) &* 0x9E37_79B9_7F4A_7C15 >> 32 }

    @inline(__always)
    func mayContain(_ entity: UInt32) -> Bool {
        guard !words.isEmpty else { return false }
        let bit = ChangeFilter.bit(entity)
        return words[Int(truncatingIfNeeded: bit >> 6) & (words.count - 1)] >> (bit & 63) & 1 == 1
    }

    mutating func insert(_ entity: UInt32) {
        let bit = ChangeFilter.bit(entity)
        words[Int(truncatingIfNeeded: bit >> 6) & (words.count - 1)] |= 1 << (bit & 63)
    }
}
