/// Converts between JOSE's form of an ES256 signature, r and s as 32 bytes each (RFC 7518 section 3.4), and the DER that OpenSSL speaks.
enum ECDSASignature {
    private static let size = 32
    /// The order of P-256.
    private static let order: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]

    /// Nil unless there are exactly 64 bytes with 0 < r, s < n.
    ///
    /// A verifier that lets r = s = 0 through accepts every message (CVE-2022-21449); OpenSSL checks it too, this does not lean on it.
    static func der(raw: [UInt8]) -> [UInt8]? {
        guard raw.count == 2 * size else { return nil }
        let r = Array(raw[..<size])
        let s = Array(raw[size...])
        guard isInRange(r), isInRange(s) else { return nil }
        return DER.sequence(DER.integer(r) + DER.integer(s))
    }

    /// Nil when the bytes are not one DER sequence of two such numbers.
    static func raw(der: [UInt8]) -> [UInt8]? {
        guard der.count >= 2, der.count < 0x80, der[0] == 0x30, Int(der[1]) == der.count - 2 else { return nil }
        var rest = der[2...]
        guard let r = takeInteger(from: &rest), let s = takeInteger(from: &rest), rest.isEmpty else { return nil }
        return r + s
    }

    private static func isInRange(_ number: [UInt8]) -> Bool {
        number.contains { $0 != 0 } && number.lexicographicallyPrecedes(order)
    }

    private static func takeInteger(from bytes: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard bytes.popFirst() == 0x02, let length = bytes.popFirst(), length > 0, bytes.count >= Int(length) else { return nil }
        let digits = bytes.prefix(Int(length)).drop { $0 == 0 }
        bytes = bytes.dropFirst(Int(length))
        guard digits.count <= size else { return nil }
        return [UInt8](repeating: 0, count: size - digits.count) + digits
    }
}
