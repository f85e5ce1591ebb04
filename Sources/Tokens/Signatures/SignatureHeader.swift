/// The parameters of a JWS protected header that mean something here (RFC 7515 section 4.1).
struct SignatureHeader {
    /// Parameters that bring a key or the address of one along. A token does not choose the key it is checked with, and nothing is
    /// ever fetched because a token says so (RFC 8725 section 3.10); issuers of ours never write them.
    private static let keyBringing = ["jku", "jwk", "x5u", "x5c"]

    let algorithm: SignatureAlgorithm
    let keyID: String?
    let type: String?

    init(_ members: [String: StrictJSON]) throws(TokenRefusal) {
        // `crit` lists extensions that must be understood; none is (RFC 7515 section 4.1.11), `b64` among them (RFC 7797).
        guard members["crit"] == nil, members["b64"] == nil else {
            throw TokenRefusal(.headerNotAllowed, "the token's header asks for an extension that is not supported")
        }
        for name in Self.keyBringing where members[name] != nil {
            throw TokenRefusal(.headerNotAllowed, "the token's header must not carry `\(name)`")
        }
        guard let name = members["alg"]?.text, let algorithm = SignatureAlgorithm(registeredName: name) else {
            throw TokenRefusal(.algorithmNotAllowed, "the token's `alg` is not allowed")
        }
        self.algorithm = algorithm
        keyID = try Self.text("kid", in: members)
        type = try Self.text("typ", in: members)
        if let keyID, !KeyIdentifier.isAcceptable(keyID) {
            throw TokenRefusal(.keyUnknown, "the token's `kid` names no key of the issuer")
        }
    }

    private static func text(_ name: String, in members: [String: StrictJSON]) throws(TokenRefusal) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.text else { throw TokenRefusal(.malformed, "the token's `\(name)` must be a string") }
        return text
    }
}
