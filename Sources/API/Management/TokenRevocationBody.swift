/// What to revoke; on the wire exactly one of `token`, `token_id`, `grant_id`, `user`.
public enum TokenRevocation: ManagementBody, Equatable {
    case token(SecretText)
    case tokenID(String)
    case grantID(String)
    case user(String)

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case token
        case tokenID = "token_id"
        case grantID = "grant_id"
        case user
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard container.allKeys.count == 1, let key = container.allKeys.first else {
            let message = "has to have exactly one of `token`, `token_id`, `grant_id` and `user`"
            throw DecodingError.dataCorrupted(DecodingError.Context(codingPath: [CodingKeys.token], debugDescription: message))
        }
        switch key {
        case .token: self = .token(try container.decode(SecretText.self, forKey: key))
        case .tokenID: self = .tokenID(try container.decode(String.self, forKey: key))
        case .grantID: self = .grantID(try container.decode(String.self, forKey: key))
        case .user: self = .user(try container.decode(String.self, forKey: key))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .token(let token): try container.encode(token, forKey: .token)
        case .tokenID(let id): try container.encode(id, forKey: .tokenID)
        case .grantID(let id): try container.encode(id, forKey: .grantID)
        case .user(let name): try container.encode(name, forKey: .user)
        }
    }
}

/// How many tokens and grants a revocation ended.
public struct RevokedCount: Codable, Sendable, Equatable {
    public var revoked: Int

    public init(revoked: Int) {
        self.revoked = revoked
    }
}

/// A token to look into.
public struct TokenInspection: ManagementBody, Equatable {
    public var token: SecretText

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case token
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(token: SecretText) {
        self.token = token
    }
}
