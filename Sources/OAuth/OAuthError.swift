/// A refusal of RFC 6749 section 5.2 and its relatives, with two voices: `description` for the client, `detail` for the log.
package struct OAuthError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case invalidTarget = "invalid_target"
        case accessDenied = "access_denied"
        case loginRequired = "login_required"
        case consentRequired = "consent_required"
        case temporarilyUnavailable = "temporarily_unavailable"
        case serverError = "server_error"
    }

    package let code: Code
    package let description: String
    package let detail: String?
    /// Whether the client tried HTTP Basic, in which case the answer has to challenge it (RFC 6749 section 5.2).
    package let challengesBasic: Bool

    init(_ code: Code, _ description: String, detail: String? = nil, challengesBasic: Bool = false) {
        self.code = code
        self.description = description
        self.detail = detail
        self.challengesBasic = challengesBasic
    }

    package var status: Int {
        switch code {
        case .invalidClient: 401
        case .temporarilyUnavailable: 503
        case .serverError: 500
        default: 400
        }
    }

    /// Headers that go with the answer.
    package var headers: [(name: String, value: String)] {
        let always = [("cache-control", "no-store"), ("pragma", "no-cache")]
        return code == .invalidClient ? always + [("www-authenticate", "Basic realm=\"cardea\"")] : always
    }
}
