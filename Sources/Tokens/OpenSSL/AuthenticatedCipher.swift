import COpenSSL

/// Owns one `EVP_CIPHER_CTX` for AES-256-GCM (NIST SP 800-38D).
@safe struct AuthenticatedCipher: ~Copyable {
    private let pointer: OpaquePointer

    init() throws(OpenSSLFailure) {
        guard let pointer = unsafe EVP_CIPHER_CTX_new() else { throw .drained("prepare a cipher") }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(pointer)
    }

    func encrypt(
        _ plaintext: [UInt8], key: Secret, nonce: [UInt8], associatedData: [UInt8]
    ) throws(OpenSSLFailure) -> (ciphertext: [UInt8], tag: [UInt8]) {
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        var tag = [UInt8](repeating: 0, count: SealedEnvelope.tagSize)
        var rest = [UInt8](repeating: 0, count: SealedEnvelope.tagSize)
        var length: Int32 = 0
        guard begin(encrypting: true, key: key, nonce: nonce),
            unsafe EVP_EncryptUpdate(pointer, nil, &length, associatedData, Int32(associatedData.count)) == 1,
            unsafe EVP_EncryptUpdate(pointer, &ciphertext, &length, plaintext, Int32(plaintext.count)) == 1,
            unsafe EVP_EncryptFinal_ex(pointer, &rest, &length) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
        else { throw .drained("seal") }
        return (ciphertext, tag)
    }

    /// Nil unless the tag fits; the plaintext leaves this function only after that.
    func decrypt(_ ciphertext: [UInt8], tag: [UInt8], key: Secret, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8]? {
        defer { ERR_clear_error() }
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count)
        var tag = tag
        var length: Int32 = 0
        guard begin(encrypting: false, key: key, nonce: nonce),
            unsafe EVP_DecryptUpdate(pointer, nil, &length, associatedData, Int32(associatedData.count)) == 1,
            unsafe EVP_DecryptUpdate(pointer, &plaintext, &length, ciphertext, Int32(ciphertext.count)) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
        else { return nil }
        var rest = [UInt8](repeating: 0, count: SealedEnvelope.tagSize)
        return unsafe EVP_DecryptFinal_ex(pointer, &rest, &length) == 1 ? plaintext : nil
    }

    private func begin(encrypting: Bool, key: Secret, nonce: [UInt8]) -> Bool {
        unsafe key.withBytes { bytes in
            unsafe EVP_CipherInit_ex(
                pointer, EVP_aes_256_gcm(), nil, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), nonce, encrypting ? 1 : 0) == 1
        }
    }
}
