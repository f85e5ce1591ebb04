package import Foundation

/// What an access token says (RFC 9068 section 2.2), with two claims of Cardea's own: the grant it came from and what its subject is.
///
/// Times are whole seconds in the token.
package struct AccessTokenClaims: Sendable, Equatable {
    /// Whether the subject is a person, or an agent acting as itself.
    package enum SubjectType: String, Sendable, Codable {
        case user
        case agent
    }

    package var issuer: String
    /// The user's name, or the client's id when an agent acts as itself.
    package var subject: String
    package var audience: [String]
    package var clientID: String
    package var scope: [String]
    package var tokenID: String
    package var grantID: String?
    package var issuedAt: Date
    package var expiresAt: Date
    package var authenticatedAt: Date?
    package var subjectType: SubjectType
    /// Never minted; obeyed when it is there (RFC 7519 section 4.1.5).
    var notBefore: Date?

    package init(
        issuer: String, subject: String, audience: [String], clientID: String, scope: [String], tokenID: String, grantID: String? = nil,
        issuedAt: Date, expiresAt: Date, authenticatedAt: Date? = nil, subjectType: SubjectType
    ) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.clientID = clientID
        self.scope = scope
        self.tokenID = tokenID
        self.grantID = grantID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.authenticatedAt = authenticatedAt
        self.subjectType = subjectType
    }
}
