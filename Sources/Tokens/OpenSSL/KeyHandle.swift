import COpenSSL

/// Owns one `EVP_PKEY`.
///
/// INVARIANT: the key is never changed after it was made, which is what OpenSSL asks for sharing it between threads; OpenSSL locks
/// its own reference count and provider cache.
@safe struct KeyHandle: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }
}

/// Owns one `EVP_PKEY_CTX`, the parameters of making a key.
@safe struct KeyContext: ~Copyable {
    let pointer: OpaquePointer

    init(type: String) throws(OpenSSLFailure) {
        guard let pointer = unsafe EVP_PKEY_CTX_new_from_name(nil, type, nil) else { throw .drained("prepare a key") }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_PKEY_CTX_free(pointer)
    }
}
