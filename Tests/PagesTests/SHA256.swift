/// SHA-256 (FIPS 180-4) by the book, because this module knows no cryptography and one test needs a hash.
enum SHA256 {
    static func digest(_ message: [UInt8]) -> [UInt8] {
        var bytes = message + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: (message.count * 8) >> (56 - 8 * $0)) }
        var state = primes(8).map { fraction(Double($0).squareRoot()) }
        let constants = primes(64).map { fraction(cubeRoot($0)) }
        for start in stride(from: 0, to: bytes.count, by: 64) { absorb(bytes[start..<start + 64], &state, constants) }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
    }

    private static func absorb(_ block: ArraySlice<UInt8>, _ state: inout [UInt32], _ constants: [UInt32]) {
        var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { index in
            (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[index + $1]) }
        }
        for index in 16..<64 {
            let (early, late) = (words[index - 15], words[index - 2])
            let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
            let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
            words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
        }
        var v = state
        for index in 0..<64 {
            let choice = v[4] & v[5] ^ ~v[4] & v[6]
            let high = v[7] &+ (rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)) &+ choice &+ constants[index] &+ words[index]
            let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
            let low = (rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22)) &+ majority
            v = [high &+ low, v[0], v[1], v[2], v[3] &+ high, v[4], v[5], v[6]]
        }
        state = zip(state, v).map { $0 &+ $1 }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static func primes(_ count: Int) -> [Int] {
        Array((2...311).lazy.filter { number in !(2..<number).contains { number % $0 == 0 } }.prefix(count))
    }

    /// The first 32 bits behind the point.
    private static func fraction(_ value: Double) -> UInt32 { UInt32((value - value.rounded(.down)) * 4_294_967_296) }

    private static func cubeRoot(_ number: Int) -> Double {
        var root = 1.0
        for _ in 0..<60 { root -= (root * root * root - Double(number)) / (3 * root * root) }
        return root
    }
}
