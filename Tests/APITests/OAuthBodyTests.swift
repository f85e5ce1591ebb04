import API
import Testing

@Suite struct `OAuth bodies` {
    @Test func `a token response is read`() throws {
        let text = #"{"access_token":"a","token_type":"Bearer","expires_in":300,"scope":"x y","refresh_token":"r","other":1}"#
        let token = try Wire.decode(TokenBody.self, from: Array(text.utf8))
        #expect(token.accessToken.exposed == "a" && token.expiresIn == 300 && token.refreshToken?.exposed == "r" && token.scope == "x y")
    }

    @Test(arguments: [#""one""#, #"["one","two"]"#])
    func `an audience is one or many`(audience: String) throws {
        let body = try Wire.decode(IntrospectionBody.self, from: Array(#"{"active":true,"aud":\#(audience)}"#.utf8))
        #expect(body.audience?.values.first == "one")
        #expect(String(decoding: try Wire.encode(body), as: UTF8.self) == #"{"active":true,"aud":\#(audience)}"#)
    }

    @Test func `an inactive token says nothing else`() throws {
        #expect(String(decoding: try Wire.encode(IntrospectionBody(active: false)), as: UTF8.self) == #"{"active":false}"#)
    }

    @Test func `an error is read with and without a description`() throws {
        #expect(try Wire.decode(OAuthErrorBody.self, from: Array(#"{"error":"invalid_client"}"#.utf8)).errorDescription == nil)
        let text = #"{"error":"invalid_grant","error_description":"used"}"#
        #expect(
            try Wire.decode(OAuthErrorBody.self, from: Array(text.utf8)) == OAuthErrorBody(error: "invalid_grant", errorDescription: "used")
        )
    }
}
