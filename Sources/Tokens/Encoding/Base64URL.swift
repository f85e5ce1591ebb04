/// Base64url without padding, in its one canonical spelling (RFC 4648 section 5, RFC 7515 section 2).
package enum Base64URL {
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        Base64Alphabet.url.encode(bytes)
    }

    /// Nil for padding, white space, a foreign character or left-over bits that are not zero.
    ///
    /// Two spellings of one value would let a changed token keep its signature, so only the canonical one is read.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        Base64Alphabet.url.decode(text.utf8)
    }
}
