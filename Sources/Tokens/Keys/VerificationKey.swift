/// A public key that passed every check, bound to the one algorithm it may be used with (RFC 8725 section 3.1).
package final class VerificationKey: Sendable {
    package let keyID: String
    package let algorithm: SignatureAlgorithm
    private let handle: KeyHandle

    /// Refuses, in this order: a purpose other than signatures, an algorithm that is not the key's, then the numbers themselves.
    package init(_ key: JSONWebKey) throws(KeyRefusal) {
        guard key.use == nil || key.use == "sig" else { throw KeyRefusal(.useNotAllowed, "`use` must be `sig`") }
        algorithm = try Self.algorithm(of: key)
        handle = try Self.checkedHandle(key)
        keyID = try Self.keyID(of: key)
    }

    /// Whether this key made the signature, given in JOSE's form, under this key's own algorithm.
    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard algorithm == .es256 else { return handle.verify(signature, of: message, algorithm: algorithm) }
        guard let der = ECDSASignature.der(raw: signature) else { return false }
        return handle.verify(der, of: message, algorithm: algorithm)
    }

    /// An RSA key without `alg` would fit two algorithms, so it must name one.
    private static func algorithm(of key: JSONWebKey) throws(KeyRefusal) -> SignatureAlgorithm {
        let possible: [SignatureAlgorithm]
        switch (key.kty, key.crv) {
        case ("EC", "P-256"): possible = [.es256]
        case ("OKP", "Ed25519"): possible = [.edDSA]
        case ("RSA", nil): possible = [.rs256, .ps256]
        default: throw KeyRefusal(.typeNotSupported, "the key must be `EC` on `P-256`, `OKP` on `Ed25519`, or `RSA`")
        }
        guard let name = key.alg else {
            guard possible.count == 1 else { throw KeyRefusal(.algorithmMismatch, "an rsa key must name its `alg`") }
            return possible[0]
        }
        guard let algorithm = SignatureAlgorithm(registeredName: name), possible.contains(algorithm) else {
            throw KeyRefusal(.algorithmMismatch, "`alg` does not fit the type of the key")
        }
        return algorithm
    }

    private static func checkedHandle(_ key: JSONWebKey) throws(KeyRefusal) -> KeyHandle {
        do {
            switch key.kty {
            case "EC":
                return try .p256(x: key.octets("x", key.x, count: 32), y: key.octets("y", key.y, count: 32))
            case "RSA":
                let numbers = try RSAPublicKey(key)
                return try .rsa(modulus: numbers.modulus, exponent: numbers.exponent)
            default:
                let point = try key.octets("x", key.x, count: 32)
                guard try Ed25519Point.isAcceptable(point) else { throw KeyRefusal(.weakKey, "`x` is not a usable point of the curve") }
                return try .ed25519(publicKey: point)
            }
        } catch let refusal as KeyRefusal {
            throw refusal
        } catch {
            throw KeyRefusal(.malformed, "the numbers of the key are not a valid key")
        }
    }

    private static func keyID(of key: JSONWebKey) throws(KeyRefusal) -> String {
        guard let keyID = key.kid else { return KeyThumbprint.compute(key) }
        guard KeyIdentifier.isAcceptable(keyID) else { throw KeyRefusal(.malformed, "`kid` must be 1 to 256 printable ascii characters") }
        return keyID
    }
}
