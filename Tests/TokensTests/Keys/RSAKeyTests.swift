import Testing
import Tokens

/// The rules for RSA keys: long enough, short enough, a sound exponent, one algorithm.
struct RSAKeyTests {
    private func refusal(modulus: [UInt8], exponent: [UInt8] = [1, 0, 1], algorithm: String? = "RS256") -> KeyRefusal.Code? {
        do {
            _ = try VerificationKey(
                JSONWebKey(kty: "RSA", n: Base64URL.encode(modulus), e: Base64URL.encode(exponent), alg: algorithm))
            return nil
        } catch {
            return error.code
        }
    }

    private func modulus(bytes count: Int) -> [UInt8] {
        [0xC5] + (1..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) | 1 }
    }

    @Test func `a modulus must have 2048 to 4096 bits and be odd`() {
        #expect(refusal(modulus: modulus(bytes: 256)) == nil)
        #expect(refusal(modulus: modulus(bytes: 512)) == nil)
        #expect(refusal(modulus: modulus(bytes: 255)) == .weakKey)
        #expect(refusal(modulus: [0x7F] + modulus(bytes: 256).dropFirst()) == .weakKey)
        #expect(refusal(modulus: modulus(bytes: 128)) == .weakKey)
        #expect(refusal(modulus: modulus(bytes: 513)) == .tooLarge)
        #expect(refusal(modulus: modulus(bytes: 8192)) == .tooLarge)
        #expect(refusal(modulus: modulus(bytes: 255) + [2]) == .weakKey)
        #expect(refusal(modulus: [0] + modulus(bytes: 256)) == .malformed)
        #expect(refusal(modulus: []) == .malformed)
    }

    @Test func `an exponent must be odd, from 65537 to 32 bits`() {
        let modulus = modulus(bytes: 256)
        #expect(refusal(modulus: modulus, exponent: [1, 0, 3]) == nil)
        for weak: [UInt8] in [[1], [3], [17], [1, 0, 0], [0xFF, 0xFF], [1, 0, 2]] {
            #expect(refusal(modulus: modulus, exponent: weak) == .weakKey)
        }
        #expect(refusal(modulus: modulus, exponent: [1, 0, 0, 0, 1]) == .tooLarge)
        #expect(refusal(modulus: modulus, exponent: [0, 1, 0, 1]) == .malformed)
        #expect(refusal(modulus: modulus, exponent: []) == .malformed)
    }

    @Test func `an RSA key must say which of its algorithms it is for`() {
        #expect(refusal(modulus: modulus(bytes: 256), algorithm: nil) == .algorithmMismatch)
        #expect(refusal(modulus: modulus(bytes: 256), algorithm: "RS512") == .algorithmMismatch)
        #expect(refusal(modulus: modulus(bytes: 256), algorithm: "RSA1_5") == .algorithmMismatch)
    }
}
