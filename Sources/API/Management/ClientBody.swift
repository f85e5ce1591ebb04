public import Foundation

/// An OAuth client as the service shows it; `clientSecret` is there once, in the answer to its creation.
public struct ClientBody: Codable, Sendable, Equatable {
    /// An application acts for users, an agent for itself, a resource server asks for decisions.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case application
        case agent
        case resourceServer = "resource_server"
    }

    public var id: String
    public var displayName: String
    public var kind: Kind
    public var redirectURIs: [String]
    public var grantTypes: [String]
    public var scopes: [String]
    public var createdAt: Date
    public var disabledAt: Date?
    public var clientSecret: SecretText?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case displayName = "display_name"
        case kind
        case redirectURIs = "redirect_uris"
        case grantTypes = "grant_types"
        case scopes
        case createdAt = "created_at"
        case disabledAt = "disabled_at"
        case clientSecret = "client_secret"
    }

    public init(
        id: String, displayName: String, kind: Kind, redirectURIs: [String], grantTypes: [String], scopes: [String], createdAt: Date,
        disabledAt: Date? = nil, clientSecret: SecretText? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.kind = kind
        self.redirectURIs = redirectURIs
        self.grantTypes = grantTypes
        self.scopes = scopes
        self.createdAt = createdAt
        self.disabledAt = disabledAt
        self.clientSecret = clientSecret
    }
}

/// What makes a client; members left out get what fits its kind.
public struct ClientCreation: ManagementBody, Equatable {
    public var id: String
    public var displayName: String?
    public var kind: ClientBody.Kind
    public var redirectURIs: [String]?
    public var grantTypes: [String]?
    public var scopes: [String]?
    /// Whether an application gets a secret; agents and resource servers always do.
    public var confidential: Bool?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case displayName = "display_name"
        case kind
        case redirectURIs = "redirect_uris"
        case grantTypes = "grant_types"
        case scopes, confidential
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(
        id: String, displayName: String? = nil, kind: ClientBody.Kind, redirectURIs: [String]? = nil, grantTypes: [String]? = nil,
        scopes: [String]? = nil, confidential: Bool? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.kind = kind
        self.redirectURIs = redirectURIs
        self.grantTypes = grantTypes
        self.scopes = scopes
        self.confidential = confidential
    }
}
