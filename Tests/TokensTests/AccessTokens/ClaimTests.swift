import Foundation
import Testing
import Tokens

/// RFC 9068 section 2.2: the required claims, each of its own type and nothing else.
struct ClaimTests {
    @Test(arguments: ["iss", "sub", "aud", "client_id", "jti", "iat", "exp", "sub_type"])
    func `a required claim that is missing, null or of another type is refused`(name: String) throws {
        let fixture = try TokenFixture()
        let changes: [String?] = [nil, "null", "{}", "[]", "true", "\"\"", "[1]", "1.5"]
        for change in changes {
            #expect(
                fixture.refusal(try fixture.token(payload: TokenFixture.payload([name: change]))) == .claimsInvalid,
                "\(change ?? "missing")")
        }
    }

    @Test(arguments: [
        "\"1800000600\"", "1800000600.0", "1.8e9", "-1", "99999999999999999999", "253402300800", "1e999", "[1800000600]", "null",
    ])
    func `a time that is not a whole number of seconds is refused`(value: String) throws {
        let fixture = try TokenFixture()
        for name in ["exp", "iat", "nbf", "auth_time"] {
            #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload([name: value]))) == .claimsInvalid, "\(name)")
        }
    }

    @Test(arguments: ["\"a  b\"", "\" a\"", "\"a \"", "\"\"", "1", "[\"a\"]", "\"a\\\"b\"", "\"a\\\\b\"", "\"a\\nb\"", "\"é\""])
    func `a scope that is not a list of scope tokens is refused`(value: String) throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload(["scope": value]))) == .claimsInvalid)
    }

    @Test func `a missing scope is an empty one`() throws {
        let fixture = try TokenFixture()
        #expect(try fixture.verify(try fixture.token(payload: TokenFixture.payload(["scope": nil]))).scope.isEmpty)
    }

    @Test func `an audience may be a string or an array of strings`() throws {
        let fixture = try TokenFixture()
        let several = TokenFixture.payload(["aud": "[\"https://other.example\",\"\(TokenFixture.resource)\"]"])
        #expect(try fixture.verify(try fixture.token(payload: several)).audience == ["https://other.example", TokenFixture.resource])
        for value in ["[]", "[\"\(TokenFixture.resource)\",1]", "[[\"\(TokenFixture.resource)\"]]", "[\"\(TokenFixture.resource)\",null]"] {
            #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload(["aud": value]))) == .claimsInvalid)
        }
    }

    @Test(arguments: ["\"admin\"", "\"User\"", "\"user \"", "1"])
    func `a subject type other than user and agent is refused`(value: String) throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload(["sub_type": value]))) == .claimsInvalid)
    }

    @Test(arguments: ["\"anne\\u0000\"", "\"an ne\"", "\"ann\\u00e9\"", "\"\\ud800\"", "\"anne\\n\""])
    func `a subject outside printable ascii is refused`(value: String) throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload(["sub": value]))) == .claimsInvalid)
    }

    @Test func `a claim that occurs twice is refused wherever it stands`() throws {
        let fixture = try TokenFixture()
        for extra in [",\"sub\":\"root\"}", ",\"\\u0073ub\":\"root\"}", ",\"more\":{\"a\":1,\"a\":2}}", ",\"more\":[{\"a\":1,\"a\":1}]}"] {
            #expect(fixture.refusal(try fixture.token(payload: String(TokenFixture.payload().dropLast()) + extra)) == .claimsInvalid)
        }
    }

    @Test(arguments: ["", "null", "[]", "\"a\"", "{", "{} {}", "\u{FEFF}{}", "{\"a\":[[[[[[[[[[1]]]]]]]]]]}"])
    func `a payload that is not one flat enough object is refused`(payload: String) throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(payload: payload)) == .claimsInvalid)
    }

    @Test func `a claim unknown here is passed over`() throws {
        let fixture = try TokenFixture()
        #expect(fixture.refusal(try fixture.token(payload: TokenFixture.payload(["acr": "\"1\"", "cnf": "{\"jkt\":\"x\"}"]))) == nil)
    }
}
