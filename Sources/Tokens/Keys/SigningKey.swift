import COpenSSL

/// A private key and the one algorithm it signs with.
package final class SigningKey: Sendable, CustomStringConvertible {
    package let algorithm: SignatureAlgorithm
    package let publicKey: JSONWebKey
    /// The RFC 7638 thumbprint, also in `publicKey.kid`.
    package let keyID: String
    private let handle: KeyHandle

    package var description: String { "signing key `\(keyID)`" }

    package static func generate(_ algorithm: SignatureAlgorithm) throws -> SigningKey {
        try SigningKey(handle: try .generate(for: algorithm), algorithm: algorithm)
    }

    /// Reads PKCS#8; refuses a key whose type, curve or size is not the algorithm's.
    package convenience init(privateKeyDER: [UInt8], algorithm: SignatureAlgorithm) throws {
        try self.init(handle: try KeyHandle(privateKeyDER: privateKeyDER), algorithm: algorithm)
    }

    private init(handle: consuming KeyHandle, algorithm: SignatureAlgorithm) throws {
        guard handle.fits(algorithm) else {
            throw KeyRefusal(.algorithmMismatch, "the private key does not fit the algorithm `\(algorithm.rawValue)`")
        }
        let publicKey = try handle.jsonWebKey(algorithm: algorithm)
        guard let keyID = publicKey.kid else { throw KeyRefusal(.malformed, "the private key has no public half") }
        self.handle = handle
        self.algorithm = algorithm
        self.publicKey = publicKey
        self.keyID = keyID
    }

    /// PKCS#8. Seal it with a `MasterKey` before it is stored.
    package func privateKeyDER() throws -> [UInt8] {
        try handle.privateKeyDER()
    }

    /// The signature in JOSE's form (RFC 7518 section 3, RFC 8037 section 3.1).
    package func sign(_ message: [UInt8]) throws(OpenSSLFailure) -> [UInt8] {
        let signature = try handle.sign(message, algorithm: algorithm)
        guard algorithm == .es256 else { return signature }
        guard let raw = ECDSASignature.raw(der: signature) else {
            throw OpenSSLFailure(operation: "sign", reason: "the signature is not der")
        }
        return raw
    }
}

extension KeyHandle {
    /// The public half with its thumbprint as `kid`.
    fileprivate func jsonWebKey(algorithm: SignatureAlgorithm) throws(OpenSSLFailure) -> JSONWebKey {
        func named(_ keyID: String?) throws(OpenSSLFailure) -> JSONWebKey {
            switch algorithm {
            case .es256:
                let x = try number(named: OSSL_PKEY_PARAM_EC_PUB_X).bytes(count: 32)
                let y = try number(named: OSSL_PKEY_PARAM_EC_PUB_Y).bytes(count: 32)
                return JSONWebKey(
                    kty: "EC", crv: "P-256", x: Base64URL.encode(x), y: Base64URL.encode(y), kid: keyID, alg: algorithm.rawValue, use: "sig"
                )
            case .rs256, .ps256:
                let modulus = try number(named: OSSL_PKEY_PARAM_RSA_N).bytes()
                let exponent = try number(named: OSSL_PKEY_PARAM_RSA_E).bytes()
                return JSONWebKey(
                    kty: "RSA", n: Base64URL.encode(modulus), e: Base64URL.encode(exponent), kid: keyID, alg: algorithm.rawValue, use: "sig"
                )
            case .edDSA:
                let x = try ed25519PublicKey()
                return JSONWebKey(kty: "OKP", crv: "Ed25519", x: Base64URL.encode(x), kid: keyID, alg: algorithm.rawValue, use: "sig")
            }
        }
        return try named(KeyThumbprint.compute(try named(nil)))
    }
}
