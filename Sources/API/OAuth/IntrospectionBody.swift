/// What a token is worth now (RFC 7662 §2.2); everything but `active` is absent when it is worth nothing.
///
/// The management inspection answers the same shape and may name in `reason` why a token is not active.
public struct IntrospectionBody: Codable, Sendable, Equatable {
    public var active: Bool
    public var reason: String?
    public var scope: String?
    public var clientID: String?
    public var username: String?
    public var tokenType: String?
    public var expiresAt: Int64?
    public var issuedAt: Int64?
    public var notBefore: Int64?
    public var subject: String?
    public var subjectType: String?
    public var audience: AudienceBody?
    public var issuer: String?
    public var tokenID: String?
    public var grantID: String?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case active, reason, scope
        case clientID = "client_id"
        case username
        case tokenType = "token_type"
        case expiresAt = "exp"
        case issuedAt = "iat"
        case notBefore = "nbf"
        case subject = "sub"
        case subjectType = "sub_type"
        case audience = "aud"
        case issuer = "iss"
        case tokenID = "jti"
        case grantID = "grant_id"
    }

    public init(active: Bool, reason: String? = nil) {
        self.active = active
        self.reason = reason
    }
}

/// An audience: one string, or an array of them (RFC 7519 §4.1.3).
public struct AudienceBody: Codable, Sendable, Equatable {
    public var values: [String]

    public init(_ values: [String]) {
        self.values = values
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) {
            values = [one]
        } else {
            values = try container.decode([String].self)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if values.count == 1, let one = values.first {
            try container.encode(one)
        } else {
            try container.encode(values)
        }
    }
}
