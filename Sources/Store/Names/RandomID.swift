/// 128 random bits, for ids of requests and decisions: unique, and no secret.
package struct RandomID: Sendable, Equatable, BitwiseCopyable {
    let high: UInt64
    let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static let digitCount = 32

    /// One of those behind it: a request with many decisions needs one random id, and those that follow it.
    package func advanced(by count: Int) -> RandomID {
        RandomID(high: high, low: low &+ UInt64(count))
    }

    /// In hexadecimal.
    package var text: String {
        String(unsafeUninitializedCapacity: Self.digitCount) { buffer in
            write(to: UnsafeMutableRawBufferPointer(buffer))
            return Self.digitCount
        }
    }

    /// Runs `body` on the digits.
    @inline(__always)
    package func withDigits<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.digitCount) { buffer in
            write(to: UnsafeMutableRawBufferPointer(buffer))
            return body(UnsafeBufferPointer(buffer))
        }
    }

    /// Puts the digits in the place of others.
    package func write(over bytes: inout [UInt8], at offset: Int) {
        bytes.withUnsafeMutableBytes { write(to: UnsafeMutableRawBufferPointer(rebasing: $0[offset..<offset + Self.digitCount])) }
    }

    @inline(__always)
    private func write(to buffer: UnsafeMutableRawBufferPointer) {
        buffer.storeBytes(of: Self.digits(UInt32(truncatingIfNeeded: high >> 32)), toByteOffset: 0, as: UInt64.self)
        buffer.storeBytes(of: Self.digits(UInt32(truncatingIfNeeded: high)), toByteOffset: 8, as: UInt64.self)
        buffer.storeBytes(of: Self.digits(UInt32(truncatingIfNeeded: low >> 32)), toByteOffset: 16, as: UInt64.self)
        buffer.storeBytes(of: Self.digits(UInt32(truncatingIfNeeded: low)), toByteOffset: 24, as: UInt64.self)
    }

    /// Eight digits as they stand in memory, all made at once: one is needed for each decision, and one for each request.
    @inline(__always)
    private static func digits(_ bits: UInt32) -> UInt64 {
        var nibbles = UInt64(bits)
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // One in each byte whose digit is a letter.
        let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).bigEndian
    }
}
