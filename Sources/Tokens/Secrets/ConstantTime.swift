import COpenSSL

/// Whether two byte strings are the same, taking a time that depends on their length only.
///
/// A comparison that stops at the first difference tells an attacker how much of a guess was right. The lengths may leak; they are
/// never secret here.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe CRYPTO_memcmp(left, right, left.count) == 0
}

/// The same for bytes where they stand, eight at a time: OpenSSL's looks at one after another, which for a token takes half as long as the
/// digest that comparing is to save.
func constantTimeEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    let count = left.count
    let inWords = count & ~7
    // Every byte is looked at, whatever the ones before it say.
    var difference: UInt64 = 0
    for offset in stride(from: 0, to: inWords, by: 8) {
        difference |=
            unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            ^ right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    for offset in inWords..<count { difference |= UInt64(unsafe left[offset] ^ right[offset]) }
    return difference == 0
}
