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

    init(_ code: Code, _ description: String, detail: String? = nil) {
        self.code = code
        self.description = Self.allowed(description)
        self.detail = detail
    }

    /// Only the characters that `error_description` may have (RFC 6749 section 5.2); it can name what the client sent.
    private static func allowed(_ description: String) -> String {
        String(
            String.UnicodeScalarView(
                description.unicodeScalars.map { 0x20...0x7E ~= $0.value && $0 != "\"" && $0 != "\\" ? $0 : "?" }))
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
