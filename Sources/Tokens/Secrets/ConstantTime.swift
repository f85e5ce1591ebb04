import COpenSSL

/// Whether two byte strings are the same, taking a time that depends on their length only.
///
/// A comparison that stops at the first difference tells an attacker how much of a guess was right. The lengths may leak; they are
/// never secret here.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe CRYPTO_memcmp(left, right, left.count) == 0
}
