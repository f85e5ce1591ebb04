package import Foundation

/// A user to be made; the password is a hash already.
package struct NewUser: Sendable, Equatable {
    package var name: UserName
    package var displayName: String
    package var passwordHash: String
    package var createdAt: Date

    package init(name: UserName, displayName: String, passwordHash: String, createdAt: Date) {
        self.name = name
        self.displayName = displayName
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }
}

/// A person of a tenant.
package struct User: Sendable, Equatable {
    package var name: UserName
    package var displayName: String
    package var passwordHash: String
    package var createdAt: Date
    package var disabledAt: Date?

    package init(name: UserName, displayName: String, passwordHash: String, createdAt: Date, disabledAt: Date? = nil) {
        self.name = name
        self.displayName = displayName
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.disabledAt = disabledAt
    }
}

/// What a client is: an application acts for users, an agent for itself, a resource server asks about tokens and decisions.
package enum ClientKind: String, Sendable, CaseIterable {
    case application
    case agent
    case resourceServer = "resource_server"
}

/// The grants of OAuth 2.1 that a client may use.
package enum GrantType: String, Sendable, CaseIterable {
    case authorizationCode = "authorization_code"
    case clientCredentials = "client_credentials"
    case refreshToken = "refresh_token"
}

/// A client to be made; its secret is a hash already.
package struct NewClient: Sendable, Equatable {
    package var id: ClientID
    package var displayName: String
    package var kind: ClientKind
    package var secretHash: [UInt8]?
    package var redirectURIs: [String]
    package var grantTypes: Set<GrantType>
    package var scopes: [String]
    package var createdAt: Date

    package init(
        id: ClientID, displayName: String, kind: ClientKind, secretHash: [UInt8]? = nil, redirectURIs: [String],
        grantTypes: Set<GrantType>, scopes: [String], createdAt: Date
    ) {
        self.id = id
        self.displayName = displayName
        self.kind = kind
        self.secretHash = secretHash
        self.redirectURIs = redirectURIs
        self.grantTypes = grantTypes
        self.scopes = scopes
        self.createdAt = createdAt
    }
}

/// A registered OAuth client.
package struct OAuthClient: Sendable, Equatable {
    package var id: ClientID
    package var displayName: String
    package var kind: ClientKind
    package var secretHash: [UInt8]?
    package var redirectURIs: [String]
    package var grantTypes: Set<GrantType>
    package var scopes: [String]
    package var createdAt: Date
    package var disabledAt: Date?

    package init(
        id: ClientID, displayName: String, kind: ClientKind, secretHash: [UInt8]? = nil, redirectURIs: [String],
        grantTypes: Set<GrantType>, scopes: [String], createdAt: Date, disabledAt: Date? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.kind = kind
        self.secretHash = secretHash
        self.redirectURIs = redirectURIs
        self.grantTypes = grantTypes
        self.scopes = scopes
        self.createdAt = createdAt
        self.disabledAt = disabledAt
    }
}
