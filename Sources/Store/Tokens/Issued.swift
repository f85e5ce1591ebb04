package import Foundation

/// A browser in which somebody has signed in.
package struct Session: Sendable, Equatable {
    package var idHash: [UInt8]
    package var userName: UserName
    package var authenticatedAt: Date
    package var expiresAt: Date

    package init(idHash: [UInt8], userName: UserName, authenticatedAt: Date, expiresAt: Date) {
        self.idHash = idHash
        self.userName = userName
        self.authenticatedAt = authenticatedAt
        self.expiresAt = expiresAt
    }
}

/// What a user has agreed to let a client do at a resource.
package struct Consent: Sendable, Equatable {
    package var userName: UserName
    package var clientID: ClientID
    package var resource: String
    package var scope: [String]
    package var givenAt: Date

    package init(userName: UserName, clientID: ClientID, resource: String, scope: [String], givenAt: Date) {
        self.userName = userName
        self.clientID = clientID
        self.resource = resource
        self.scope = scope
        self.givenAt = givenAt
    }
}

/// An authorization code and all that it is bound to.
package struct AuthorizationCode: Sendable, Equatable {
    package var codeHash: [UInt8]
    package var grantID: String
    package var clientID: ClientID
    package var userName: UserName
    package var redirectURI: String
    package var codeChallenge: String
    package var scope: [String]
    package var resource: String
    package var authenticatedAt: Date
    package var createdAt: Date
    package var expiresAt: Date
    package var redeemedAt: Date?

    package init(
        codeHash: [UInt8], grantID: String, clientID: ClientID, userName: UserName, redirectURI: String, codeChallenge: String,
        scope: [String], resource: String, authenticatedAt: Date, createdAt: Date, expiresAt: Date, redeemedAt: Date? = nil
    ) {
        self.codeHash = codeHash
        self.grantID = grantID
        self.clientID = clientID
        self.userName = userName
        self.redirectURI = redirectURI
        self.codeChallenge = codeChallenge
        self.scope = scope
        self.resource = resource
        self.authenticatedAt = authenticatedAt
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.redeemedAt = redeemedAt
    }
}

/// A refresh token and all that it is bound to.
package struct RefreshToken: Sendable, Equatable {
    package var tokenHash: [UInt8]
    package var grantID: String
    package var clientID: ClientID
    package var userName: UserName
    package var scope: [String]
    package var resource: String
    package var authenticatedAt: Date
    package var createdAt: Date
    package var expiresAt: Date
    package var redeemedAt: Date?
    package var grantRevokedAt: Date?

    package init(
        tokenHash: [UInt8], grantID: String, clientID: ClientID, userName: UserName, scope: [String], resource: String,
        authenticatedAt: Date, createdAt: Date, expiresAt: Date, redeemedAt: Date? = nil, grantRevokedAt: Date? = nil
    ) {
        self.tokenHash = tokenHash
        self.grantID = grantID
        self.clientID = clientID
        self.userName = userName
        self.scope = scope
        self.resource = resource
        self.authenticatedAt = authenticatedAt
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.redeemedAt = redeemedAt
        self.grantRevokedAt = grantRevokedAt
    }
}

/// That an access token was issued, and to whom.
package struct AccessTokenRecord: Sendable, Equatable {
    package var tokenID: String
    package var grantID: String?
    package var clientID: ClientID
    package var userName: UserName?
    package var audience: String
    package var scope: [String]
    package var issuedAt: Date
    package var expiresAt: Date

    package init(
        tokenID: String, grantID: String? = nil, clientID: ClientID, userName: UserName? = nil, audience: String, scope: [String],
        issuedAt: Date, expiresAt: Date
    ) {
        self.tokenID = tokenID
        self.grantID = grantID
        self.clientID = clientID
        self.userName = userName
        self.audience = audience
        self.scope = scope
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}

/// The tokens that come out of one redemption.
package struct Issuance: Sendable, Equatable {
    package var accessToken: AccessTokenRecord
    package var refreshToken: RefreshToken?

    package init(accessToken: AccessTokenRecord, refreshToken: RefreshToken? = nil) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
    }
}

/// What came of redeeming a code or refresh token.
package enum RedemptionResult: Sendable, Equatable {
    case redeemed
    /// Somebody was first; the grant is the family to end.
    case alreadyUsed(grantID: String)
}

/// Whether an access token that was issued is still good, its expiry aside.
package enum TokenStatus: Sendable, Equatable {
    case active
    case revoked
    case unknown
}
