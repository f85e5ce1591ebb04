import API
import Foundation
import Gateway
import HTTPTypes
import MCP
import Testing
import Tokens

@Suite struct AuthenticationTests {
    private static let challenge =
        #"Bearer resource_metadata="http://127.0.0.1:8090/.well-known/oauth-protected-resource/t/acme/billing", scope="tools:call""#

    @Test func `a request without a token learns where to get one and nothing else`() async throws {
        let fixture = try GatewayFixture()
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: nil))
        #expect(response.status == 401)
        #expect(response.headers[.wwwAuthenticate] == Self.challenge)
        #expect(fixture.service.questions.isEmpty)
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test(arguments: ["", "x", "a.b.c", "a b", "eyJhbGciOiJub25lIn0.e30.", String(repeating: "a", count: 20_000)])
    func `what is no token is refused`(text: String) async throws {
        let fixture = try GatewayFixture()
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: text))
        #expect(response.status == 401)
        #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer resource_metadata=") == true)
    }

    @Test func `a token for another server, of another issuer, expired or signed by another key is refused`() async throws {
        let fixture = try GatewayFixture()
        let stranger = try SigningKey.generate(.es256)
        let tokens = [
            try fixture.token(audience: "http://127.0.0.1:8090/t/acme/notes"), try fixture.token(audience: GatewayFixture.resource + "/"),
            try fixture.token(issuer: "http://127.0.0.1:8080/t/other"), try fixture.token(age: 700), try fixture.token(key: stranger),
        ]
        for token in tokens {
            let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: token))
            #expect(response.status == 401)
            #expect(response.headers[.wwwAuthenticate]?.contains(#"error="invalid_token""#) == true)
        }
        #expect(fixture.service.questions.isEmpty)
    }

    @Test func `a remembered token expires all the same`() async throws {
        let fixture = try GatewayFixture()
        let token = try fixture.token(lifetime: 60)
        #expect(await fixture.gateway.respond(to: fixture.call("getInvoice", token: token)).status == 200)
        fixture.clock.advance(by: 61)
        #expect(await fixture.gateway.respond(to: fixture.call("getInvoice", token: token)).status == 401)
        #expect(fixture.service.questions.count == 1)
    }

    @Test func `a token without the scope asks for it`() async throws {
        let fixture = try GatewayFixture()
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token(scope: ["openid"])))
        #expect(response.status == 403)
        #expect(response.headers[.wwwAuthenticate]?.contains(#"error="insufficient_scope""#) == true)
        #expect(response.headers[.wwwAuthenticate]?.contains(#"scope="tools:call""#) == true)
    }

    @Test(arguments: ["access_token=", "a=1&access_token=", "ACCESS%5ftoken=", "access%5Ftoken="])
    func `a token in the address is refused, even beside a good one`(prefix: String) async throws {
        let fixture = try GatewayFixture()
        var request = fixture.call("getInvoice", token: try fixture.token())
        request.query = prefix + (try fixture.token())
        let response = await fixture.gateway.respond(to: request)
        #expect(response.status == 401)
        #expect(fixture.service.questions.isEmpty)
    }

    @Test func `two authorization headers and other schemes are refused`() async throws {
        let fixture = try GatewayFixture()
        let token = try fixture.token()
        var twice = fixture.call("getInvoice", token: token)
        twice.headers.append(HTTPField(name: .authorization, value: "Bearer \(token)"))
        #expect(await fixture.gateway.respond(to: twice).status == 401)
        var basic = fixture.call("getInvoice", token: nil)
        basic.headers[.authorization] = "Basic \(token)"
        #expect(await fixture.gateway.respond(to: basic).status == 401)
        var lower = fixture.call("getInvoice", token: nil)
        lower.headers[.authorization] = "bearer \(token)"
        #expect(await fixture.gateway.respond(to: lower).status == 200)
    }

    @Test func `invented key ids fetch the keys at most once in ten seconds`() async throws {
        let fixture = try GatewayFixture()
        let good = try fixture.token()
        #expect(await fixture.gateway.respond(to: fixture.call("getInvoice", token: good)).status == 200)
        for _ in 0..<5 {
            let stranger = try SigningKey.generate(.es256)
            #expect(await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token(key: stranger))).status == 401)
        }
        #expect(fixture.service.keyFetches == 1)
        fixture.clock.advance(by: 11)
        let stranger = try SigningKey.generate(.es256)
        #expect(await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token(key: stranger))).status == 401)
        #expect(fixture.service.keyFetches == 2)
    }

    @Test func `without the issuer's keys nobody is let in`() async throws {
        let fixture = try GatewayFixture(keysAvailable: false)
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token()))
        #expect(response.status == 503)
        #expect(try await response.message()["error"]?["code"]?.integer == -32603)
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test func `the metadata names the resource and its one issuer`() async throws {
        let fixture = try GatewayFixture()
        let response = await fixture.gateway.protectedResourceMetadata(of: "billing")
        let document = try await response.message()
        #expect(document["resource"]?.string == GatewayFixture.resource)
        #expect(document["authorization_servers"]?.elements?.map(\.string) == [GatewayFixture.issuer])
        #expect(document["scopes_supported"]?.elements?.map(\.string) == ["tools:call"])
        #expect(await fixture.gateway.protectedResourceMetadata(of: "unknown").status == 404)
    }
}
