import COpenSSL

/// SHA-256 (FIPS 180-4), 32 bytes.
package func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    let contiguous: Void? = bytes.withContiguousStorageIfAvailable { buffer in
        _ = unsafe SHA256(buffer.baseAddress, buffer.count, &digest)
    }
    if contiguous == nil {
        let copy = Array(bytes)
        _ = unsafe SHA256(copy, copy.count, &digest)
    }
    return digest
}

/// SHA-256 of the text's UTF-8.
package func sha256(_ text: String) -> [UInt8] {
    sha256(text.utf8)
}

/// SHA-256 of a secret: how random secrets are stored and looked up.
package func sha256(_ secret: Secret) -> [UInt8] {
    unsafe secret.withBytes { unsafe sha256($0) }
}
