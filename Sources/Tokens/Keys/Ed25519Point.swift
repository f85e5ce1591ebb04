import COpenSSL

/// The check of an Ed25519 public key that OpenSSL leaves out: on the curve, canonical, and not of small order (RFC 8032 section 5.1.3).
///
/// Under a point of small order one signature fits many messages.
enum Ed25519Point {
    /// The y coordinates of the points of order 1, 2, 4 and 8, little-endian without the sign bit.
    private static let smallOrder: [String] = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]

    static func isAcceptable(_ encoded: [UInt8]) throws(OpenSSLFailure) -> Bool {
        guard encoded.count == 32 else { return false }
        var littleEndian = encoded
        littleEndian[31] &= 0x7F
        let hexadecimal = littleEndian.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
        guard !smallOrder.contains(hexadecimal) else { return false }
        return try hasXCoordinate(y: littleEndian.reversed())
    }

    /// Whether y < p and x^2 = (y^2 - 1) / (d y^2 + 1) has a solution modulo p = 2^255 - 19.
    ///
    /// Multiplied by the square of the denominator, (y^2 - 1)(d y^2 + 1) must be a square, which Euler's criterion tells.
    private static func hasXCoordinate(y: [UInt8]) throws(OpenSSLFailure) -> Bool {
        let field = try BigNumber([0x7F] + [UInt8](repeating: 0xFF, count: 30) + [0xED])
        let d = try BigNumber([
            0x52, 0x03, 0x6C, 0xEE, 0x2B, 0x6F, 0xFE, 0x73, 0x8C, 0xC7, 0x40, 0x79, 0x77, 0x79, 0xE8, 0x98, 0x00, 0x70, 0x0A, 0x4D, 0x41,
            0x41, 0xD8, 0xAB, 0x75, 0xEB, 0x4D, 0xCA, 0x13, 0x59, 0x78, 0xA3,
        ])
        let y = try BigNumber(y)
        guard unsafe BN_cmp(y.pointer, field.pointer) < 0 else { return false }
        guard let context = unsafe BN_CTX_new() else { throw .drained("check a point") }
        defer { unsafe BN_CTX_free(context) }
        let square = try BigNumber([]), numerator = try BigNumber([]), denominator = try BigNumber([]), one = try BigNumber([1])
        guard unsafe BN_mod_sqr(square.pointer, y.pointer, field.pointer, context) == 1,
            unsafe BN_mod_sub(numerator.pointer, square.pointer, one.pointer, field.pointer, context) == 1,
            unsafe BN_mod_mul(denominator.pointer, d.pointer, square.pointer, field.pointer, context) == 1,
            unsafe BN_mod_add(denominator.pointer, denominator.pointer, one.pointer, field.pointer, context) == 1,
            unsafe BN_mod_mul(numerator.pointer, numerator.pointer, denominator.pointer, field.pointer, context) == 1
        else { throw .drained("check a point") }
        return unsafe BN_kronecker(numerator.pointer, field.pointer, context) == 1
    }
}
