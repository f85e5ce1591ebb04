import Foundation

extension AccessTokenClaims {
    private static let audienceLimit = 16
    private static let scopeLimit = 100
    /// The last second of the year 9999.
    static let latestTime: Int64 = 253_402_300_799

    /// Reads a payload whose signature has been checked; every claim that RFC 9068 requires must be there and of its type.
    init(verifiedPayload payload: [UInt8]) throws(TokenRefusal) {
        guard let members = (try? StrictJSON(parsing: payload, limits: .token))?.members else {
            throw TokenRefusal(.claimsInvalid, "the token's claims must be one json object in which no member occurs twice")
        }
        let claims = ClaimReader(members: members)
        guard let subjectType = SubjectType(rawValue: try claims.text("sub_type")) else { throw claims.refusal("sub_type") }
        self.init(
            issuer: try claims.text("iss"), subject: try claims.text("sub"), audience: try claims.audience(limit: Self.audienceLimit),
            clientID: try claims.text("client_id"), scope: try claims.scope(limit: Self.scopeLimit), tokenID: try claims.text("jti"),
            grantID: try claims.optionalText("grant_id"), issuedAt: try claims.time("iat"), expiresAt: try claims.time("exp"),
            authenticatedAt: try claims.optionalTime("auth_time"), subjectType: subjectType)
        notBefore = try claims.optionalTime("nbf")
    }
}

/// Typed access to the members of a claims object.
private struct ClaimReader {
    let members: [String: StrictJSON]

    func text(_ name: String) throws(TokenRefusal) -> String {
        guard let text = try optionalText(name) else { throw refusal(name) }
        return text
    }

    func optionalText(_ name: String) throws(TokenRefusal) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.text, ClaimText.isAcceptable(text) else { throw refusal(name) }
        return text
    }

    func time(_ name: String) throws(TokenRefusal) -> Date {
        guard let time = try optionalTime(name) else { throw refusal(name) }
        return time
    }

    /// Whole seconds only: a fraction, an exponent or a string is not how any issuer of ours writes a time.
    func optionalTime(_ name: String) throws(TokenRefusal) -> Date? {
        guard let value = members[name] else { return nil }
        guard let seconds = value.wholeNumber, 0...AccessTokenClaims.latestTime ~= seconds else { throw refusal(name) }
        return Date(timeIntervalSince1970: TimeInterval(seconds))
    }

    /// One string or an array of them (RFC 7519 section 4.1.3).
    func audience(limit: Int) throws(TokenRefusal) -> [String] {
        guard let elements = members["aud"]?.elements else { return [try text("aud")] }
        let audience = elements.compactMap(\.text)
        guard audience.count == elements.count, 1...limit ~= audience.count, audience.allSatisfy(ClaimText.isAcceptable) else {
            throw refusal("aud")
        }
        return audience
    }

    func scope(limit: Int) throws(TokenRefusal) -> [String] {
        guard let value = members["scope"] else { return [] }
        guard let text = value.text else { throw refusal("scope") }
        let tokens = text.split(separator: " ", omittingEmptySubsequences: false)
        guard 1...limit ~= tokens.count, tokens.allSatisfy(ClaimText.isScopeToken) else { throw refusal("scope") }
        return tokens.map(String.init)
    }

    func refusal(_ name: String) -> TokenRefusal {
        TokenRefusal(.claimsInvalid, "the token's claim `\(name)` is missing or not as it must be")
    }
}
