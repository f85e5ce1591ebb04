package import Tokens

/// A successful answer of the token endpoint (OAuth 2.1 section 3.2.3).
package struct TokenResponse: Sendable {
    package let accessToken: Secret
    /// Seconds.
    package let expiresIn: Int
    package let refreshToken: Secret?
    package let scope: [String]
    /// Who it was issued to and for, for the audit.
    package let clientID: String
    package let subject: String
    package let resource: String
    package let tokenID: String
    package let grantType: String

    package var headers: [(name: String, value: String)] { [("cache-control", "no-store"), ("pragma", "no-cache")] }
}
