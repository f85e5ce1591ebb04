/// The answer of the token endpoint (RFC 6749 §5.1).
public struct TokenBody: Codable, Sendable, Equatable {
    public var accessToken: SecretText
    public var tokenType: String
    public var expiresIn: Int
    public var scope: String?
    public var refreshToken: SecretText?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case accessToken = "access_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
        case scope
        case refreshToken = "refresh_token"
    }

    public init(accessToken: SecretText, tokenType: String, expiresIn: Int, scope: String? = nil, refreshToken: SecretText? = nil) {
        self.accessToken = accessToken
        self.tokenType = tokenType
        self.expiresIn = expiresIn
        self.scope = scope
        self.refreshToken = refreshToken
    }
}
