import COpenSSL

extension KeyHandle {
    static func ed25519(publicKey: [UInt8]) throws(OpenSSLFailure) -> KeyHandle {
        guard let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count) else {
            throw .drained("read an Ed25519 key")
        }
        return unsafe KeyHandle(owning: key)
    }

    /// OpenSSL refuses a point that is not on the curve.
    static func p256(x: [UInt8], y: [UInt8]) throws(OpenSSLFailure) -> KeyHandle {
        let key = try publicKey(subjectPublicKeyInfo: DER.p256PublicKey(x: x, y: y))
        try key.checkPublicPart()
        return key
    }

    static func rsa(modulus: [UInt8], exponent: [UInt8]) throws(OpenSSLFailure) -> KeyHandle {
        try publicKey(subjectPublicKeyInfo: DER.rsaPublicKey(modulus: modulus, exponent: exponent))
    }

    private static func publicKey(subjectPublicKeyInfo der: [UInt8]) throws(OpenSSLFailure) -> KeyHandle {
        let key = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &cursor, buffer.count)
        }
        guard let key = unsafe key else { throw .drained("read a public key") }
        return unsafe KeyHandle(owning: key)
    }

    private func checkPublicPart() throws(OpenSSLFailure) {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, pointer, nil) else { throw .drained("check a public key") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_public_check(context) == 1 else { throw .drained("check a public key") }
    }
}

extension KeyHandle {
    /// Whether this is the kind of key, and for elliptic curves the curve, that the algorithm is defined for.
    func fits(_ algorithm: SignatureAlgorithm) -> Bool {
        guard unsafe EVP_PKEY_is_a(pointer, algorithm.keyTypeName) == 1 else { return false }
        return switch algorithm {
        case .es256: groupName() == "prime256v1"
        case .rs256, .ps256: RSAPublicKey.modulusBits.contains(Int(unsafe EVP_PKEY_get_bits(pointer)))
        case .edDSA: true
        }
    }

    private func groupName() -> String? {
        var name = [UInt8](repeating: 0, count: 64)
        var length = 0
        let found = unsafe name.withUnsafeMutableBytes { buffer in
            unsafe EVP_PKEY_get_group_name(pointer, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, &length)
        }
        guard found == 1, length <= name.count else { return nil }
        return String(decoding: name.prefix(length), as: UTF8.self)
    }

    /// A number of the public key by OpenSSL's parameter name.
    func number(named name: String) throws(OpenSSLFailure) -> BigNumber {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(pointer, name, &number) == 1, let number = unsafe number else {
            throw .drained("read a public key")
        }
        return unsafe BigNumber(owning: number)
    }

    func ed25519PublicKey() throws(OpenSSLFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        var length = bytes.count
        guard unsafe EVP_PKEY_get_raw_public_key(pointer, &bytes, &length) == 1, length == bytes.count else {
            throw .drained("read a public key")
        }
        return bytes
    }
}
