import COpenSSL

extension KeyHandle {
    /// 2048 bits for RSA: a longer key costs seven times as much per token and protects nothing that lives longer than minutes.
    static let generatedRSABits: Int32 = 2048

    static func generate(for algorithm: SignatureAlgorithm) throws(OpenSSLFailure) -> KeyHandle {
        let context = try KeyContext(type: algorithm.keyTypeName)
        guard unsafe EVP_PKEY_keygen_init(context.pointer) == 1 else { throw .drained("generate a key") }
        let configured =
            switch algorithm {
            case .es256: unsafe EVP_PKEY_CTX_set_group_name(context.pointer, "P-256")
            case .rs256, .ps256: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context.pointer, generatedRSABits)
            case .edDSA: Int32(1)
            }
        var key: OpaquePointer?
        guard configured == 1, unsafe EVP_PKEY_generate(context.pointer, &key) == 1, let key = unsafe key else {
            throw .drained("generate a key")
        }
        return unsafe KeyHandle(owning: key)
    }
}

extension SignatureAlgorithm {
    /// OpenSSL's name for the kind of key.
    var keyTypeName: String {
        switch self {
        case .es256: "EC"
        case .rs256, .ps256: "RSA"
        case .edDSA: "ED25519"
        }
    }
}
