package import Foundation

/// An access token as it arrived: well formed and of the right type, and nothing more.
///
/// The order of checks, and why:
/// 1. size, shape, encoding and header (`CompactSignature`): cheap and bounded, before any cryptography;
/// 2. `typ`: an ID token, logout token or client assertion of the same issuer carries the same signature, and only its type tells it
///    from an access token (RFC 9068 section 4, RFC 8725 section 3.11);
/// 3. the key, by `kid`, from the issuer's own set, which also fixes the algorithm;
/// 4. the signature: what follows reads only bytes the issuer vouches for;
/// 5. the claims, all required ones present and of their type;
/// 6. issuer, audience, then times, so that a foreign token learns that it is foreign and not that it has expired.
package struct UnverifiedToken: Sendable {
    private static let types: Set<String> = ["at+jwt", "application/at+jwt"]
    private let parts: CompactSignature

    package var keyID: String? { parts.keyID }
    package var algorithm: SignatureAlgorithm { parts.algorithm }

    package init(_ compact: String) throws(TokenRefusal) {
        let parts = try CompactSignature(compact)
        // Media types are compared without regard to case (RFC 7515 section 4.1.9).
        guard let type = parts.type, Self.types.contains(type.lowercased()) else {
            throw TokenRefusal(.typeNotAllowed, "the token is not an access token: its `typ` must be `at+jwt`")
        }
        self.parts = parts
    }

    /// `audience` is nil only for the issuer itself, which may look at tokens it made for others.
    package func verified(
        with keys: VerificationKeys, issuer: String, audience: String?, now: Date, leeway: TimeInterval = 5
    ) throws(TokenRefusal) -> VerifiedAccessToken {
        let claims = try claimsIgnoringTimes(with: keys, issuer: issuer, audience: audience)
        guard now < claims.expiresAt.addingTimeInterval(leeway) else { throw TokenRefusal(.expired, "the token has expired") }
        guard max(claims.issuedAt, claims.notBefore ?? claims.issuedAt) <= now.addingTimeInterval(leeway) else {
            throw TokenRefusal(.notYetValid, "the token is not valid yet")
        }
        return VerifiedAccessToken(checked: claims)
    }

    /// The proven claims of a token that may have expired, for looking at it or revoking it; not a `VerifiedAccessToken` on purpose.
    package func claimsIgnoringTimes(
        with keys: VerificationKeys, issuer: String, audience: String? = nil
    ) throws(TokenRefusal) -> AccessTokenClaims {
        guard let keyID, let key = keys.key(named: keyID) else {
            throw TokenRefusal(.keyUnknown, "the token's `kid` names no key of the issuer")
        }
        let claims = try AccessTokenClaims(verifiedPayload: try parts.verifiedPayload(with: key))
        guard claims.issuer == issuer else { throw TokenRefusal(.issuerMismatch, "the token is from another issuer") }
        if let audience, !claims.audience.contains(audience) {
            throw TokenRefusal(.audienceMismatch, "the token is not meant for this resource")
        }
        return claims
    }
}
