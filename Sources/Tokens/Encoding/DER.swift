/// The few ASN.1 DER shapes that keys and signatures need (X.690, RFC 5480, RFC 8017).
enum DER {
    /// `SubjectPublicKeyInfo` of an uncompressed point on P-256; the prefix is fixed because every length is.
    static func p256PublicKey(x: [UInt8], y: [UInt8]) -> [UInt8] {
        let ecPublicKey: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        let prime256v1: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
        return sequence(sequence(ecPublicKey + prime256v1) + bitString([0x04] + x + y))
    }

    static func rsaPublicKey(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
        let rsaEncryption: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00]
        return sequence(sequence(rsaEncryption) + bitString(sequence(integer(modulus) + integer(exponent))))
    }

    static func sequence(_ content: [UInt8]) -> [UInt8] {
        element(tag: 0x30, content)
    }

    /// A number that is not negative: shortest form, with a zero in front where the first bit would read as a sign.
    static func integer(_ magnitude: [UInt8]) -> [UInt8] {
        let digits = Array(magnitude.drop { $0 == 0 })
        let needsZero = digits.first.map { $0 & 0x80 != 0 } ?? true
        return element(tag: 0x02, needsZero ? [0] + digits : digits)
    }

    private static func bitString(_ content: [UInt8]) -> [UInt8] {
        element(tag: 0x03, [0] + content)
    }

    private static func element(tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var lengthDigits: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            lengthDigits.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        let length = content.count < 0x80 ? [UInt8(content.count)] : [0x80 | UInt8(lengthDigits.count)] + lengthDigits
        return [tag] + length + content
    }
}
