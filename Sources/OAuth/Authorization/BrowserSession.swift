package import Store
package import Tokens

/// A browser that has proven by its cookie that somebody signed in with it.
package struct BrowserSession: Sendable {
    /// What the cookie holds; the store has its SHA-256 only.
    package let secret: Secret
    package let session: Session

    /// Ties a form to this session and to one authorization request, so that a form of another page or person is refused.
    package func formToken(for request: AuthorizationRequest) -> String {
        let text = request.carried.map { "\($0.name.utf8.count):\($0.name)\($0.value.utf8.count):\($0.value)" }.joined()
        return Base64URL.encode(hmacSHA256(Array("consent/\(text)".utf8), key: Array(secret.exposed.utf8)))
    }
}
