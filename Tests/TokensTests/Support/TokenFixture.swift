import Foundation
import Tokens

/// One issuer with one key, and the token it would give to Anne.
struct TokenFixture {
    static let issuer = "https://auth.example/t/acme"
    static let resource = "https://mcp.example/t/acme/billing"
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    let key: SigningKey
    let keys: VerificationKeys

    init(_ algorithm: SignatureAlgorithm = .es256) throws {
        key = try SigningKey.generate(algorithm)
        keys = try VerificationKeys([key.publicKey])
    }

    static let claims = AccessTokenClaims(
        issuer: issuer, subject: "anne", audience: [resource], clientID: "assistant", scope: ["tools:call", "tools:list"], tokenID: "t-1",
        grantID: "g-1", issuedAt: now, expiresAt: now.addingTimeInterval(600), authenticatedAt: now.addingTimeInterval(-30),
        subjectType: .user)

    /// The claims of `claims`, member by member as JSON text, so that a test can change or drop one.
    static let claimTexts: [String: String] = [
        "iss": "\"\(issuer)\"", "sub": "\"anne\"", "aud": "\"\(resource)\"", "client_id": "\"assistant\"", "scope": "\"tools:call\"",
        "jti": "\"t-1\"", "iat": "1800000000", "exp": "1800000600", "sub_type": "\"user\"",
    ]

    static func payload(_ changes: [String: String?] = [:]) -> String {
        let members = claimTexts.merging(changes.compactMapValues { $0 }) { $1 }.filter {
            !(changes.keys.contains($0.key) && changes[$0.key] == .some(nil))
        }
        return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    /// A token with any header and payload, properly signed by the fixture's key.
    func token(header: String? = nil, payload: String = payload()) throws -> String {
        let header = header ?? "{\"alg\":\"\(key.algorithm.rawValue)\",\"typ\":\"at+jwt\",\"kid\":\"\(key.keyID)\"}"
        return try Self.compact(header: header, payload: payload) { try key.sign($0) }
    }

    static func compact(header: String, payload: String, sign: ([UInt8]) throws -> [UInt8]) rethrows -> String {
        let input = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        return input + "." + Base64URL.encode(try sign(Array(input.utf8)))
    }

    @discardableResult
    func verify(_ token: String, audience: String? = resource, now: Date = now, leeway: TimeInterval = 5) throws -> AccessTokenClaims {
        try UnverifiedToken(token).verified(with: keys, issuer: Self.issuer, audience: audience, now: now, leeway: leeway).claims
    }

    /// The code of the refusal, or nil when the token is accepted.
    func refusal(_ token: String, audience: String? = resource, now: Date = now, leeway: TimeInterval = 5) -> TokenRefusal.Code? {
        do {
            try verify(token, audience: audience, now: now, leeway: leeway)
            return nil
        } catch {
            return (error as? TokenRefusal)?.code
        }
    }
}
