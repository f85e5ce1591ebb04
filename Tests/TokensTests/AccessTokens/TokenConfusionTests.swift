import Foundation
import Testing
import Tokens

/// Abuse case C9: another kind of token of the same issuer, properly signed, presented as an access token.
struct TokenConfusionTests {
    @Test(arguments: [
        "JWT", "jwt", "logout+jwt", "client-authentication+jwt", "oauth-id-jag+jwt", "txntoken+jwt", "token-introspection+jwt", "dpop+jwt",
        "secevent+jwt", "statuslist+jwt", "at+jwt ", " at+jwt", "at", "application/jwt", "application/at", "at+jwt;a=b", "text/at+jwt", "",
    ])
    func `a signed token of another type is refused`(type: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"ES256","typ":"\#(type)","kid":"\#(fixture.key.keyID)"}"#)
        #expect(fixture.refusal(token) == .typeNotAllowed)
    }

    @Test func `a token without a type, as ID tokens are, is refused`() throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"ES256","kid":"\#(fixture.key.keyID)"}"#)
        #expect(fixture.refusal(token) == .typeNotAllowed)
    }

    @Test(arguments: ["null", "1", "[\"at+jwt\"]"])
    func `a type that is not a string is refused`(value: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"ES256","typ":\#(value),"kid":"\#(fixture.key.keyID)"}"#)
        #expect(fixture.refusal(token) == .malformed)
    }

    @Test(arguments: ["at+jwt", "application/at+jwt", "AT+JWT", "Application/AT+JWT"])
    func `both spellings of the type are accepted, in any case`(type: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"ES256","typ":"\#(type)","kid":"\#(fixture.key.keyID)"}"#)
        #expect(fixture.refusal(token) == nil)
    }

    @Test func `an access token says that it is one`() throws {
        let fixture = try TokenFixture()
        let token = try AccessToken.mint(TokenFixture.claims, with: fixture.key).exposed
        let header = try #require(token.split(separator: ".").first.flatMap { Base64URL.decode($0) })
        #expect(try StrictJSON(parsing: header).members?["typ"] == .string("at+jwt"))
    }
}
