import COpenSSL

/// Owns one `BIGNUM`.
@safe struct BigNumber: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    /// Big-endian, as JOSE writes numbers (RFC 7518 section 2).
    init(_ bytes: [UInt8]) throws(OpenSSLFailure) {
        guard let pointer = unsafe BN_bin2bn(bytes, Int32(bytes.count), nil) else { throw .drained("read a number") }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe BN_clear_free(pointer)
    }

    /// The shortest big-endian form.
    func bytes() -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Int(unsafe BN_num_bits(pointer) + 7) / 8)
        _ = unsafe BN_bn2bin(pointer, &output)
        return output
    }

    /// Big-endian with zeros in front up to `count` bytes.
    func bytes(count: Int) throws(OpenSSLFailure) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: count)
        guard unsafe BN_bn2binpad(pointer, &output, Int32(count)) == Int32(count) else { throw .drained("write a number") }
        return output
    }
}
