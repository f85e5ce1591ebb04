import Foundation

/// Makes access tokens: JWTs of the profile of RFC 9068.
package enum AccessToken {
    static let type = "at+jwt"

    /// Throws `TokenRefusal` for claims that no verification would accept, so that a mistake shows where it is made.
    package static func mint(_ claims: AccessTokenClaims, with key: SigningKey) throws -> Secret {
        let payload = try encode(claims)
        _ = try AccessTokenClaims(verifiedPayload: payload)
        guard claims.expiresAt > claims.issuedAt else { throw TokenRefusal(.claimsInvalid, "the token would expire before it is issued") }
        let compact = try CompactSignature.sign(payload, type: type, with: key)
        guard compact.utf8.count <= CompactSignature.byteLimit else {
            throw TokenRefusal(.tooLarge, "the token would be larger than 16 KB")
        }
        return Secret(compact)
    }

    private static func encode(_ claims: AccessTokenClaims) throws(TokenRefusal) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.add("iss", claims.issuer)
        writer.add("sub", claims.subject)
        if claims.audience.count == 1 { writer.add("aud", claims.audience[0]) } else { writer.add("aud", claims.audience) }
        writer.add("client_id", claims.clientID)
        if !claims.scope.isEmpty { writer.add("scope", claims.scope.joined(separator: " ")) }
        writer.add("jti", claims.tokenID)
        writer.add("iat", try seconds(claims.issuedAt))
        writer.add("exp", try seconds(claims.expiresAt))
        if let authenticatedAt = claims.authenticatedAt { writer.add("auth_time", try seconds(authenticatedAt)) }
        if let grantID = claims.grantID { writer.add("grant_id", grantID) }
        writer.add("sub_type", claims.subjectType.rawValue)
        return writer.finished()
    }

    private static func seconds(_ date: Date) throws(TokenRefusal) -> Int64 {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        guard 0...Double(AccessTokenClaims.latestTime) ~= seconds else {
            throw TokenRefusal(.claimsInvalid, "a time of the token is out of range")
        }
        return Int64(seconds)
    }
}
