/// A JWS in compact form (RFC 7515 section 7.1) that has been taken apart and found well formed; nothing in it is proven yet.
package struct CompactSignature: Sendable {
    package static let byteLimit = 16 * 1024

    package let algorithm: SignatureAlgorithm
    package let keyID: String?
    package let type: String?
    let payload: [UInt8]
    private let signature: [UInt8]
    private let signedBytes: [UInt8]

    /// Checks, in this order, what costs least first: size, three parts, strict base64url, a JSON object without a member twice, then
    /// the header's parameters. No key is touched and no signature computed for anything that fails here.
    package init(_ compact: String) throws(TokenRefusal) {
        guard compact.utf8.count <= Self.byteLimit else { throw TokenRefusal(.tooLarge, "the token is larger than 16 KB") }
        let parts = compact.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw TokenRefusal(.malformed, "the token must have three parts") }
        let alphabet = Base64Alphabet.url
        guard let header = alphabet.decode(parts[0]), let payload = alphabet.decode(parts[1]), let signature = alphabet.decode(parts[2])
        else {
            throw TokenRefusal(.malformed, "the token's parts must be base64url without padding")
        }
        guard !signature.isEmpty else { throw TokenRefusal(.signatureInvalid, "the token is not signed") }
        guard let members = (try? StrictJSON(parsing: header, limits: .token))?.members else {
            throw TokenRefusal(.malformed, "the token's header must be one json object in which no member occurs twice")
        }
        let parameters = try SignatureHeader(members)
        algorithm = parameters.algorithm
        keyID = parameters.keyID
        type = parameters.type
        self.payload = payload
        self.signature = signature
        signedBytes = Array(compact.utf8.prefix(parts[0].count + 1 + parts[1].count))
    }

    /// The payload, once the key has proven to have signed it.
    ///
    /// The algorithm is the key's, never the header's: the header must merely agree, so an RS256 key cannot be made to check an HS256
    /// or PS256 token (RFC 8725 section 2.1).
    package func verifiedPayload(with key: VerificationKey) throws(TokenRefusal) -> [UInt8] {
        guard key.algorithm == algorithm else { throw TokenRefusal(.algorithmNotAllowed, "the token's `alg` is not its key's") }
        guard key.verifies(signature, of: signedBytes) else { throw TokenRefusal(.signatureInvalid, "the token's signature is wrong") }
        return payload
    }

    /// Signs `payload` under a protected header of `alg`, `typ` and `kid`.
    package static func sign(_ payload: [UInt8], type: String, with key: SigningKey) throws(OpenSSLFailure) -> String {
        var header = JSONObjectWriter()
        header.add("alg", key.algorithm.rawValue)
        header.add("typ", type)
        header.add("kid", key.keyID)
        let signingInput = Base64URL.encode(header.finished()) + "." + Base64URL.encode(payload)
        return signingInput + "." + Base64URL.encode(try key.sign(Array(signingInput.utf8)))
    }
}

extension StrictJSONLimits {
    /// A token's parts are flat; a little depth is left for claims that are passed over.
    static let token = StrictJSONLimits(byteCount: CompactSignature.byteLimit, depth: 8)
}
