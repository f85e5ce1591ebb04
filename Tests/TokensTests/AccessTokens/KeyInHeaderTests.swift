import Foundation
import Testing
import Tokens

/// Abuse case C8: a token that brings its own key or says where to fetch it.
struct KeyInHeaderTests {
    @Test(arguments: [
        #""jku":"https://evil.example/jwks""#, #""x5u":"https://evil.example/cert""#, #""x5c":["MIIB"]"#, #""jwk":{"kty":"EC"}"#,
        #""jwk":null"#, #""jku":"""#,
    ])
    func `a header that carries a key or its address is refused although the signature is right`(member: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)",\#(member)}"#)
        #expect(fixture.refusal(token) == .headerNotAllowed)
    }

    @Test func `a token signed by the key it carries is refused`() throws {
        let fixture = try TokenFixture()
        let attacker = try TokenFixture()
        let key = attacker.key.publicKey
        let jwk = #"{"kty":"EC","crv":"P-256","x":"\#(key.x ?? "")","y":"\#(key.y ?? "")"}"#
        let token = try attacker.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)","jwk":\#(jwk)}"#)
        #expect(fixture.refusal(token) == .headerNotAllowed)
    }

    @Test(arguments: [#""crit":["exp"]"#, #""crit":[]"#, #""crit":["b64"],"b64":false"#, #""b64":false"#, #""crit":null"#])
    func `a header that asks for an extension is refused`(member: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)",\#(member)}"#)
        #expect(fixture.refusal(token) == .headerNotAllowed)
    }

    @Test func `a header parameter that means nothing here is passed over`() throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)","x5t#S256":"abc"}"#)
        #expect(fixture.refusal(token) == nil)
    }

    @Test(arguments: [
        #"{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"KID"}"#, #"{"alg":"ES256","typ":"JWT","typ":"at+jwt","kid":"KID"}"#,
        #"{"alg":"ES256","typ":"at+jwt","kid":"other","kid":"KID"}"#, #"{"alg":"ES256","typ":"at+jwt","kid":"KID","\u0061lg":"none"}"#,
        #"["ES256"]"#, #""ES256""#, "null", "", "{}{}", #"{"alg":"ES256","typ":"at+jwt","kid":"KID"} x"#,
    ])
    func `a header that is not one object without repeated members is refused`(header: String) throws {
        let fixture = try TokenFixture()
        let token = try fixture.token(header: header.replacing("KID", with: fixture.key.keyID))
        #expect(fixture.refusal(token) == .malformed)
    }

    @Test func `a header in utf-16 or invalid utf-8 is refused`() throws {
        let fixture = try TokenFixture()
        let header = #"{"alg":"ES256","typ":"at+jwt","kid":"\#(fixture.key.keyID)"}"#
        for encoded in [header.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, Array(header.utf8.dropLast()) + [0xFF, 0x7D]] {
            let input = Base64URL.encode(encoded) + "." + Base64URL.encode(Array(TokenFixture.payload().utf8))
            let token = input + "." + Base64URL.encode(try fixture.key.sign(Array(input.utf8)))
            #expect(fixture.refusal(token) == .malformed)
        }
    }
}
