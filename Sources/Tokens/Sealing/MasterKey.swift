/// The 32-byte key under which secrets at rest are sealed with AES-256-GCM.
package struct MasterKey: Sendable, CustomStringConvertible {
    package static let size = 32
    private let key: Secret

    package var description: String { "[redacted]" }

    package init(_ bytes: [UInt8]) throws(SealingFailure) {
        guard bytes.count == Self.size else { throw .keySize }
        key = Secret(bytes)
    }

    /// Reads what `encoded` wrote.
    package init(encoded text: String) throws(SealingFailure) {
        guard text.utf8.count < 64, let bytes = Base64URL.decode(text) else { throw .keySize }
        try self.init(bytes)
    }

    package static func generate(random: RandomSource) throws -> MasterKey {
        try MasterKey(try random.bytes(size))
    }

    /// The key in base64url, for the file or variable the operator keeps it in.
    package var encoded: Secret {
        Secret(unsafe key.withBytes { unsafe Base64URL.encode($0) })
    }

    /// Seals `plaintext` so that it opens only under the same `context`, for example the tenant and the name of the row it stands in:
    /// a sealed value copied to another place is worth nothing there.
    package func seal(_ plaintext: [UInt8], context: String, random: RandomSource) throws -> [UInt8] {
        guard plaintext.count <= SealedEnvelope.plaintextLimit else { throw SealingFailure.tooLarge }
        let nonce = try random.bytes(SealedEnvelope.nonceSize)
        let cipher = try AuthenticatedCipher()
        let (ciphertext, tag) = try cipher.encrypt(plaintext, key: key, nonce: nonce, associatedData: associatedData(context))
        return SealedEnvelope(nonce: nonce, ciphertext: ciphertext, tag: tag).encoded
    }

    /// One error for a wrong key, a wrong context and a changed byte: which of them it was is nobody's business.
    package func open(_ sealed: [UInt8], context: String) throws -> [UInt8] {
        guard let envelope = SealedEnvelope(decoding: sealed) else { throw SealingFailure.envelope }
        let cipher = try AuthenticatedCipher()
        guard
            let plaintext = cipher.decrypt(
                envelope.ciphertext, tag: envelope.tag, key: key, nonce: envelope.nonce, associatedData: associatedData(context))
        else { throw SealingFailure.notAuthentic }
        return plaintext
    }

    /// The envelope's version is authenticated with the context, so an old envelope cannot be passed off as a newer one.
    private func associatedData(_ context: String) -> [UInt8] {
        Array("cardea-sealed".utf8) + [SealedEnvelope.version] + Array(context.utf8)
    }
}
