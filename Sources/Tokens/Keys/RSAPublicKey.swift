/// The rules for an RSA key that may sign tokens.
struct RSAPublicKey {
    /// From NIST's minimum (SP 800-131A) to where checking a signature would become a lever for whoever picks the key.
    static let modulusBits = 2048...4096

    let modulus: [UInt8]
    let exponent: [UInt8]

    init(_ key: JSONWebKey) throws(KeyRefusal) {
        modulus = try key.unsignedInteger("n", key.n, maximumBytes: Self.modulusBits.upperBound / 8)
        exponent = try key.unsignedInteger("e", key.e, maximumBytes: 4)
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard Self.modulusBits.contains(bits) else {
            throw KeyRefusal(.weakKey, "an rsa key must have \(Self.modulusBits.lowerBound) to \(Self.modulusBits.upperBound) bits")
        }
        guard let last = modulus.last, last & 1 == 1 else { throw KeyRefusal(.weakKey, "`n` must be odd") }
        let value = exponent.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard value >= 65537, value & 1 == 1 else { throw KeyRefusal(.weakKey, "`e` must be odd and at least 65537") }
        guard !InfineonFingerprint.matches(modulus) else {
            throw KeyRefusal(.weakKey, "the rsa key was made by a faulty generator (CVE-2017-15361); make a new one")
        }
    }
}
