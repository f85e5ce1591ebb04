public import API

/// How a client shows who it is.
public enum Credential: Sendable, Equatable {
    case none
    case administratorKey(SecretText)
    case accessToken(SecretText)
    /// Tokens are fetched and renewed with the client's own id and secret (RFC 6749 §4.4).
    case clientCredentials(ClientCredentials)
}

/// A client of a tenant, its secret, and the scopes its tokens are to have.
public struct ClientCredentials: Sendable, Equatable {
    public var tenant: String
    public var clientID: String
    public var clientSecret: SecretText
    public var scopes: [String]
    /// The audience (RFC 8707); without one the token is for the service itself.
    public var resource: String?

    public init(tenant: String, clientID: String, clientSecret: SecretText, scopes: [String], resource: String? = nil) {
        self.tenant = tenant
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.resource = resource
    }
}
