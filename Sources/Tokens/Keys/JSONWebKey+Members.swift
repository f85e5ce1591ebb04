extension JSONWebKey {
    /// A coordinate or Ed25519 key: base64url of exactly `count` bytes (RFC 7518 section 6.2.1.2).
    func octets(_ name: String, _ text: String?, count: Int) throws(KeyRefusal) -> [UInt8] {
        guard let text, text.utf8.count <= 4 * count, let bytes = Base64URL.decode(text), bytes.count == count else {
            throw KeyRefusal(.malformed, "`\(name)` must be \(count) bytes in base64url")
        }
        return bytes
    }

    /// A number in the fewest bytes, which RFC 7518 section 6.3.1 asks for; more of them would give one key two thumbprints.
    func unsignedInteger(_ name: String, _ text: String?, maximumBytes: Int) throws(KeyRefusal) -> [UInt8] {
        guard let text else { throw KeyRefusal(.malformed, "`\(name)` is missing") }
        guard text.utf8.count <= (maximumBytes * 4 + 2) / 3 else { throw KeyRefusal(.tooLarge, "`\(name)` is too large") }
        guard let bytes = Base64URL.decode(text), let first = bytes.first, first != 0 else {
            throw KeyRefusal(.malformed, "`\(name)` must be a number in base64url without leading zeros")
        }
        return bytes
    }
}
