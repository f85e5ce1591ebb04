/// The signature algorithms that Cardea knows; anything else, `none` and the symmetric ones first, does not exist here (RFC 8725 section 3.1).
package enum SignatureAlgorithm: String, Sendable, CaseIterable, Codable {
    case es256 = "ES256"
    case rs256 = "RS256"
    case ps256 = "PS256"
    /// Always with Ed25519; no other curve is implemented.
    case edDSA = "EdDSA"

    /// Reads the `alg` of a header or key, with `Ed25519` as the fully specified name of `EdDSA` (RFC 9864).
    ///
    /// Matching is by exact bytes: `es256` or `ES256 ` is not an algorithm.
    package init?(registeredName: String) {
        if registeredName == "Ed25519" {
            self = .edDSA
        } else if let algorithm = SignatureAlgorithm(rawValue: registeredName) {
            self = algorithm
        } else {
            return nil
        }
    }
}
