import COpenSSL

extension KeyHandle {
    /// The signature in OpenSSL's own form: for ES256 that is DER, which `ECDSASignature` turns into JOSE's.
    func sign(_ message: [UInt8], algorithm: SignatureAlgorithm) throws(OpenSSLFailure) -> [UInt8] {
        let context = try DigestContext()
        var parameters: OpaquePointer?
        guard unsafe EVP_DigestSignInit(context.pointer, &parameters, algorithm.digest, nil, pointer) == 1,
            unsafe algorithm.configure(parameters)
        else { throw .drained("begin a signature") }
        var signature = [UInt8](repeating: 0, count: Int(unsafe EVP_PKEY_get_size(pointer)))
        var length = signature.count
        guard unsafe EVP_DigestSign(context.pointer, &signature, &length, message, message.count) == 1, length <= signature.count else {
            throw .drained("sign")
        }
        signature.removeSubrange(length...)
        return signature
    }

    /// False for a wrong signature and for anything that goes wrong while checking it.
    func verify(_ signature: [UInt8], of message: [UInt8], algorithm: SignatureAlgorithm) -> Bool {
        defer { ERR_clear_error() }
        guard let context = try? DigestContext() else { return false }
        var parameters: OpaquePointer?
        guard unsafe EVP_DigestVerifyInit(context.pointer, &parameters, algorithm.digest, nil, pointer) == 1,
            unsafe algorithm.configure(parameters)
        else { return false }
        return unsafe EVP_DigestVerify(context.pointer, signature, signature.count, message, message.count) == 1
    }
}

extension SignatureAlgorithm {
    /// Ed25519 hashes by itself and must be given no digest.
    fileprivate var digest: OpaquePointer? {
        self == .edDSA ? nil : unsafe EVP_sha256()
    }

    /// PS256 is RSASSA-PSS with a salt as long as the digest and MGF1 over the same digest (RFC 7518 section 3.5).
    fileprivate func configure(_ parameters: OpaquePointer?) -> Bool {
        switch self {
        case .es256, .edDSA: true
        case .rs256: unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PADDING) > 0
        case .ps256:
            unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) > 0
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) > 0
        }
    }
}
