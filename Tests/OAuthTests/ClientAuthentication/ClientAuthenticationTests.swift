import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// How a client proves who it is (OAuth 2.1 section 2.4, RFC 6749 section 2.3.1).
@Suite struct ClientAuthenticationTests {
    private static let secret = World.secret("robot")

    private func token(_ world: World, _ fields: [String: String], header: String?) async throws -> TokenResponse {
        let form = try World.form(fields.merging(["grant_type": "client_credentials"]) { $1 })
        return try await world.server.token(World.acme, form, authorizationHeader: header)
    }

    @Test func `a secret in the form or in the header, which is form-encoded, is accepted`() async throws {
        try await World.run { world async throws in
            #expect(try await token(world, ["client_id": "robot", "client_secret": Self.secret], header: nil).clientID == "robot")
            #expect(try await token(world, [:], header: World.basic("robot", Self.secret)).clientID == "robot")
            let lower = World.basic("robot", Self.secret).replacing("Basic ", with: "bAsIc   ")
            #expect(try await token(world, ["client_id": "robot"], header: lower).clientID == "robot")
        }
    }

    @Test func `a header that is not form-encoded does not carry the secret`() async throws {
        try await World.run { world async throws in
            let raw = "Basic " + Data("robot:\(Self.secret)".utf8).base64EncodedString()
            try await world.expect(.invalidClient) { _ = try await token(world, [:], header: raw) }
        }
    }

    @Test func `two ways to authenticate at once are an invalid request`() async throws {
        try await World.run { world async throws in
            try await world.expect(.invalidRequest) {
                _ = try await token(world, ["client_secret": Self.secret], header: World.basic("robot", Self.secret))
            }
            try await world.expect(.invalidRequest) {
                _ = try await token(world, ["client_id": "gate"], header: World.basic("robot", Self.secret))
            }
        }
    }

    @Test(arguments: [
        "Basic", "Basic ", "Basic !!!", "Basic cm9ib3Q=", "Basic OnNlY3JldA==", "Bearer abc", "Basic cm9ib3Q6JTA=", "Digest x",
        "Basic " + String(repeating: "A", count: 5000),
    ])
    func `a header that cannot be read is an invalid client`(header: String) async throws {
        try await World.run { world async throws in
            try await world.expect(.invalidClient) { _ = try await token(world, ["client_id": "robot"], header: header) }
        }
    }

    @Test func `unknown, disabled and wrongly authenticated clients are told the same`() async throws {
        try await World.run { world async throws in
            try await world.store.setClient(World.acme, try ClientID("gate"), disabledAt: World.start)
            var errors: [OAuthError] = []
            let attempts = [
                ("nobody", "x"), ("a b", "x"), ("gate", World.secret("gate")), ("robot", "x"), ("robot", ""),
                ("robot", World.secret("robot", World.globex)), ("desktop", "x"),
            ]
            for (id, secret) in attempts {
                errors.append(try await world.expect(.invalidClient) { _ = try await token(world, [:], header: World.basic(id, secret)) })
            }
            #expect(Set(errors.map(\.description)).count == 1)
            #expect(errors.allSatisfy { $0.detail == nil })
            #expect(errors[0].status == 401)
            #expect(errors[0].headers.contains { $0.name == "www-authenticate" })
        }
    }

    @Test func `a confidential client without its secret is refused in every grant`() async throws {
        try await World.run { world async throws in
            try await world.expect(.invalidClient) { _ = try await token(world, ["client_id": "robot"], header: nil) }
            let code = try await world.code(["client_id": "portal", "redirect_uri": "https://portal.example/cb"])
            try await world.expect(.invalidClient) { _ = try await world.redeem(code, ["client_id": "portal", "redirect_uri": nil]) }
        }
    }

    @Test func `nobody in particular is an invalid client`() async throws {
        try await World.run { world async throws in
            try await world.expect(.invalidClient) { _ = try await token(world, [:], header: nil) }
        }
    }

    @Test func `a client assertion, which is not supported, authenticates nobody`() async throws {
        try await World.run { world async throws in
            let assertion = [
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion": "e30.e30.e30",
            ]
            try await world.expect(.invalidClient) { _ = try await token(world, assertion, header: nil) }
            try await world.expect(.invalidClient) {
                _ = try await token(world, assertion.merging(["client_id": "robot"]) { $1 }, header: nil)
            }
        }
    }

    @Test(arguments: ["password", "implicit", "urn:ietf:params:oauth:grant-type:token-exchange", "AUTHORIZATION_CODE"])
    func `a grant type that is not implemented is unsupported`(name: String) async throws {
        try await World.run { world async throws in
            let form = try World.form(["grant_type": name, "client_id": "desktop"])
            try await world.expect(.unsupportedGrantType) {
                _ = try await world.server.token(World.acme, form, authorizationHeader: nil)
            }
        }
    }

    @Test func `the client is asked for before the grant type`() async throws {
        try await World.run { world async throws in
            let form = try World.form(["grant_type": "password", "client_id": "nobody"])
            try await world.expect(.invalidClient) { _ = try await world.server.token(World.acme, form, authorizationHeader: nil) }
        }
    }

    @Test func `a repeated parameter is an invalid request`() async throws {
        try await World.run { world async throws in
            let form = try World.form([
                ("grant_type", "client_credentials"), ("client_id", "robot"), ("client_secret", "x"), ("client_secret", Self.secret),
            ])
            try await world.expect(.invalidRequest) { _ = try await world.server.token(World.acme, form, authorizationHeader: nil) }
        }
    }
}
