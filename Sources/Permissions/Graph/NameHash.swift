/// A fast hash of bytes with a seed that differs in every process, so that nobody can choose names that collide.
struct NameHash: Sendable {
    private let seed: UInt64

    static let process = NameHash(seed: UInt64.random(in: .min ... .max))

    @inline(__always)
    func hash(_ bytes: UnsafeBufferPointer<UInt8>, scope: UInt32) -> UInt64 { hash(UnsafeRawBufferPointer(bytes), scope: scope) }

    @inline(__always)
    func hash(_ raw: UnsafeRawBufferPointer, scope: UInt32) -> UInt64 {
        var state = NameHash.fold(seed ^ UInt64(raw.count), 0x9E37_79B9_7F4A_7C15 ^ UInt64(scope))
        var offset = 0
        while offset + 8 <= raw.count {
            state = NameHash.fold(state ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self), 0xD6E8_FEB8_6659_FD93)
            offset += 8
        }
        var tail: UInt64 = 0
        if raw.count >= 8, offset < raw.count {
            // The last eight bytes, some of them for the second time: the length is in the state already.
            tail = raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self)
        } else {
            while offset < raw.count {
                tail = tail << 8 | UInt64(raw[offset])
                offset += 1
            }
        }
        return NameHash.fold(state ^ tail, 0xA076_1D64_78BD_642F)
    }

    /// The two halves of the full product, folded into one.
    @inline(__always)
    static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }
}

extension String {
    /// Runs `body` on the bytes; without a copy for the strings Swift itself makes.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }
}
