package import Store
package import Tokens

/// An authorization request whose client and redirect URI have been checked, and then everything else.
package struct AuthorizationRequest: Sendable {
    package let client: OAuthClient
    package let redirectURI: String
    package let state: String?
    package let codeChallenge: CodeChallenge
    package let scope: [String]
    package let resource: String
    package let prompt: Set<String>
    /// The parameters as they came, to be carried through the pages as form fields; never an address to return to.
    package let carried: [(name: String, value: String)]

    /// Where the answer goes, for the person to see.
    package var redirectOrigin: String { RedirectURI.origin(redirectURI) }
}

/// What the authorization endpoint wants to happen next.
package enum AuthorizationOutcome: Sendable {
    /// Nothing is known that could be redirected to: a page, with status 400 (OAuth 2.1 section 4.1.2.1).
    case showError(String)
    case signIn(AuthorizationRequest, problem: String?)
    case askConsent(AuthorizationRequest, user: UserName)
    /// To the client, with `code` or `error`, `state` and `iss`; status 303.
    case redirect(String)
}

/// Who will be told about a refusal: the person at the browser, or the client by redirect.
enum AuthorizationRefusal: Error {
    case page(String)
    case client(OAuthError, redirectURI: String, state: String?)
}
