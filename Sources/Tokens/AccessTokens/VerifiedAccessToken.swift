/// An access token whose signature, issuer, audience and times were all found right; only `UnverifiedToken` makes one.
package struct VerifiedAccessToken: Sendable, Equatable {
    package let claims: AccessTokenClaims

    init(checked claims: AccessTokenClaims) {
        self.claims = claims
    }
}
