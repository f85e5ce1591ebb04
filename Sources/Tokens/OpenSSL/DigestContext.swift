import COpenSSL

/// Owns one `EVP_MD_CTX`, the state of one signature being made or checked.
@safe struct DigestContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(OpenSSLFailure) {
        guard let pointer = unsafe EVP_MD_CTX_new() else { throw .drained("prepare a signature") }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_MD_CTX_free(pointer)
    }
}
