/// Says of a text whether it may be among those that were put in, and of nearly every other that it is not: a Bloom filter.
///
/// It is stored, so the way from a text to its bits must not change.
struct TextFilter {
    private static let bitsPerText = 16
    private static let bitsSet = 4

    private(set) var bytes: ContiguousArray<UInt8>

    /// Empty, for so many texts.
    init(count: Int) {
        bytes = ContiguousArray(repeating: 0, count: max(1, count * Self.bitsPerText / 8))
    }

    mutating func insert(_ text: UnsafeBufferPointer<UInt8>) { insert(hash: Self.hash(text)) }

    mutating func insert(hash: UInt64) {
        for bit in Self.bits(of: hash, among: bytes.count * 8) { bytes[bit >> 3] |= 1 << UInt8(bit & 7) }
    }

    static func mayContain(_ text: String, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard !bytes.isEmpty else { return true }
        return bits(of: text.withUTF8Bytes { hash($0) }, among: bytes.count * 8).allSatisfy { bytes[$0 >> 3] >> UInt8($0 & 7) & 1 == 1 }
    }

    /// FNV-1a of 64 bits, mixed so that all of them depend on every byte.
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
        hash = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 29
    }

    @inline(__always)
    private static func bits(of hash: UInt64, among count: Int) -> LazyMapSequence<Range<Int>, Int> {
        (0..<bitsSet).lazy.map { Int(truncatingIfNeeded: hash >> UInt64($0 * 16) & 0xffff) % count }
    }
}
