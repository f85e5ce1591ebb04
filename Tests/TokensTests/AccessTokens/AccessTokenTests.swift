import Foundation
import Testing
import Tokens

/// RFC 9068: what is minted is what is verified, for whom and for how long.
struct AccessTokenTests {
    @Test(arguments: SignatureAlgorithm.allCases)
    func `a minted token verifies and gives its claims back`(algorithm: SignatureAlgorithm) throws {
        let fixture = try TokenFixture(algorithm)
        let token = try AccessToken.mint(TokenFixture.claims, with: fixture.key)
        #expect(try fixture.verify(token.exposed) == TokenFixture.claims)
        #expect("\(token)" == "[redacted]")
        let unverified = try UnverifiedToken(token.exposed)
        #expect(unverified.keyID == fixture.key.keyID)
        #expect(unverified.algorithm == algorithm)
    }

    @Test func `a token without grant, scope and sign-in, for several audiences, round-trips`() throws {
        let fixture = try TokenFixture()
        var claims = TokenFixture.claims
        claims.audience = ["https://a.example", "https://b.example"]
        claims.scope = []
        claims.grantID = nil
        claims.authenticatedAt = nil
        claims.subjectType = .agent
        let token = try AccessToken.mint(claims, with: fixture.key).exposed
        #expect(try fixture.verify(token, audience: "https://b.example") == claims)
        #expect(fixture.refusal(token, audience: "https://c.example") == .audienceMismatch)
    }

    @Test func `the claims are written under their registered names`() throws {
        let fixture = try TokenFixture()
        let token = try AccessToken.mint(TokenFixture.claims, with: fixture.key).exposed
        let payload = try #require(Base64URL.decode(token.split(separator: ".")[1]))
        let expected: [String: StrictJSON] = [
            "iss": .string(TokenFixture.issuer), "sub": .string("anne"), "aud": .string(TokenFixture.resource),
            "client_id": .string("assistant"), "scope": .string("tools:call tools:list"), "jti": .string("t-1"),
            "iat": .integer(1_800_000_000),
            "exp": .integer(1_800_000_600), "auth_time": .integer(1_799_999_970), "grant_id": .string("g-1"), "sub_type": .string("user"),
        ]
        #expect(try StrictJSON(parsing: payload) == .object(expected))
    }

    @Test func `a token for another audience is refused, and one for a look-alike too`() throws {
        let fixture = try TokenFixture()
        let token = try fixture.token()
        for audience in [
            "https://mcp.example/t/acme/other", TokenFixture.resource + "/", "https://mcp.example/t/acme",
            "HTTPS://mcp.example/t/acme/billing", "",
        ] {
            #expect(fixture.refusal(token, audience: audience) == .audienceMismatch)
        }
        #expect(fixture.refusal(token, audience: nil) == nil)
    }

    @Test(arguments: [
        "https://auth.example/t/acme/", "https://auth.example/t/other", "http://auth.example/t/acme", "https://AUTH.example/t/acme",
    ])
    func `a token of another issuer is refused`(issuer: String) throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload(["iss": "\"\(issuer)\""]))) == .issuerMismatch)
    }

    @Test func `a token lives from its issue to its expiry, with leeway on both sides`() throws {
        let fixture = try TokenFixture()
        let token = try fixture.token()
        let expiry = TokenFixture.now.addingTimeInterval(600)
        #expect(fixture.refusal(token, now: TokenFixture.now.addingTimeInterval(-5)) == nil)
        #expect(fixture.refusal(token, now: TokenFixture.now.addingTimeInterval(-6)) == .notYetValid)
        #expect(fixture.refusal(token, now: expiry.addingTimeInterval(4.9)) == nil)
        #expect(fixture.refusal(token, now: expiry.addingTimeInterval(5)) == .expired)
        #expect(fixture.refusal(token, now: expiry, leeway: 0) == .expired)
    }

    @Test func `a not-before time is obeyed`() throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(payload: TokenFixture.payload(["nbf": "1800000100"]))
        #expect(fixture.refusal(token) == .notYetValid)
        #expect(fixture.refusal(token, now: TokenFixture.now.addingTimeInterval(100)) == nil)
    }

    @Test func `an expired token can be looked at, but not one with a wrong signature`() throws {
        let fixture = try TokenFixture()
        let token = try AccessToken.mint(TokenFixture.claims, with: fixture.key).exposed
        #expect(fixture.refusal(token, now: .distantFuture) == .expired)
        #expect(try UnverifiedToken(token).claimsIgnoringTimes(with: fixture.keys, issuer: TokenFixture.issuer) == TokenFixture.claims)
        let other = try TokenFixture()
        let forged = try UnverifiedToken(try other.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#))
        #expect(throws: TokenRefusal.self) { try forged.claimsIgnoringTimes(with: fixture.keys, issuer: TokenFixture.issuer) }
    }

    @Test func `claims that no verification would accept are not minted`() throws {
        let fixture = try TokenFixture()
        let changes: [(inout AccessTokenClaims) -> Void] = [
            { $0.issuer = "" }, { $0.subject = "anne smith" }, { $0.subject = "anné" }, { $0.audience = [] }, { $0.audience = [""] },
            { $0.clientID = "" }, { $0.tokenID = "" }, { $0.scope = [""] }, { $0.scope = ["a b", ""] }, { $0.scope = ["a\"b"] },
            { $0.expiresAt = $0.issuedAt }, { $0.issuedAt = .distantPast }, { $0.expiresAt = Date(timeIntervalSince1970: .infinity) },
            { $0.expiresAt = Date(timeIntervalSince1970: .nan) }, { $0.grantID = "" },
            { $0.audience = Array(repeating: "a", count: 17) }, { $0.scope = Array(repeating: "a", count: 101) },
        ]
        for (index, change) in changes.enumerated() {
            var claims = TokenFixture.claims
            change(&claims)
            #expect(throws: TokenRefusal.self, "change \(index)") { try AccessToken.mint(claims, with: fixture.key) }
        }
    }
}
