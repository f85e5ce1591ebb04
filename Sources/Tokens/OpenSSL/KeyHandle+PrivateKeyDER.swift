import COpenSSL

extension KeyHandle {
    /// Reads an unencrypted PKCS#8 `PrivateKeyInfo` (RFC 5958) that fills the bytes to the last one.
    init(privateKeyDER der: [UInt8]) throws(OpenSSLFailure) {
        var envelope: OpaquePointer?
        let consumed = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            unsafe envelope = d2i_PKCS8_PRIV_KEY_INFO(nil, &cursor, buffer.count)
            return unsafe cursor.flatMap { end in unsafe buffer.baseAddress.map { unsafe end - $0 } } ?? 0
        }
        guard let envelope = unsafe envelope else { throw .drained("read a private key") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(envelope) }
        guard consumed == der.count else { throw OpenSSLFailure(operation: "read a private key", reason: "bytes follow it") }
        guard let key = unsafe EVP_PKCS82PKEY(envelope) else { throw .drained("read a private key") }
        self = unsafe KeyHandle(owning: key)
    }

    func privateKeyDER() throws(OpenSSLFailure) -> [UInt8] {
        guard let envelope = unsafe EVP_PKEY2PKCS8(pointer) else { throw .drained("write a private key") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(envelope) }
        let length = unsafe i2d_PKCS8_PRIV_KEY_INFO(envelope, nil)
        guard length > 0 else { throw .drained("write a private key") }
        var der = [UInt8](repeating: 0, count: Int(length))
        let written = unsafe der.withUnsafeMutableBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe i2d_PKCS8_PRIV_KEY_INFO(envelope, &cursor)
        }
        guard written == length else { throw .drained("write a private key") }
        return der
    }
}
