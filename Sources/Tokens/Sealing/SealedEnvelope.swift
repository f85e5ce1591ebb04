/// What a sealed value looks like at rest: one byte of version, nonce, ciphertext, tag.
struct SealedEnvelope {
    static let version: UInt8 = 1
    /// 96 random bits (NIST SP 800-38D section 8.2.2): good for 2^32 values under one key, and a key seals a handful per tenant.
    static let nonceSize = 12
    static let tagSize = 16
    static let plaintextLimit = 1024 * 1024

    let nonce: [UInt8]
    let ciphertext: [UInt8]
    let tag: [UInt8]

    init(nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) {
        self.nonce = nonce
        self.ciphertext = ciphertext
        self.tag = tag
    }

    init?(decoding bytes: [UInt8]) {
        let overhead = 1 + Self.nonceSize + Self.tagSize
        guard overhead...(overhead + Self.plaintextLimit) ~= bytes.count, bytes.first == Self.version else { return nil }
        nonce = Array(bytes[1..<1 + Self.nonceSize])
        ciphertext = Array(bytes[(1 + Self.nonceSize)..<(bytes.count - Self.tagSize)])
        tag = Array(bytes.suffix(Self.tagSize))
    }

    var encoded: [UInt8] {
        [Self.version] + nonce + ciphertext + tag
    }
}
