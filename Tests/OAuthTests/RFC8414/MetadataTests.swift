import Foundation
import Store
import Testing
import Tokens

@testable import OAuth

/// What clients find out by themselves (RFC 8414), and the keys (RFC 7517).
@Suite struct MetadataTests {
    @Test func `the metadata says what is implemented and what clients need to know`() async throws {
        try await World.run { world async throws in
            let data = try JSONEncoder().encode(world.server.metadata(World.acme))
            let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let issuer = "https://auth.example/t/acme"
            #expect(document["issuer"] as? String == issuer)
            for (name, path) in [
                ("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("jwks_uri", "jwks"),
                ("introspection_endpoint", "introspect"), ("revocation_endpoint", "revoke"),
            ] {
                #expect(document[name] as? String == "\(issuer)/\(path)")
            }
            #expect(document["response_types_supported"] as? [String] == ["code"])
            #expect(document["response_modes_supported"] as? [String] == ["query"])
            #expect(document["code_challenge_methods_supported"] as? [String] == ["S256"])
            #expect(document["authorization_response_iss_parameter_supported"] as? Bool == true)
            #expect(
                Set(try #require(document["token_endpoint_auth_methods_supported"] as? [String])) == [
                    "none", "client_secret_basic", "client_secret_post",
                ])
            #expect(
                document["introspection_endpoint_auth_methods_supported"] as? [String] == ["client_secret_basic", "client_secret_post"])
            #expect(
                Set(try #require(document["grant_types_supported"] as? [String])) == Set(GrantType.allCases.map(\.rawValue)))
            #expect(document["scopes_supported"] as? [String] == Scope.all)
            #expect(document["registration_endpoint"] == nil)
        }
    }

    @Test func `the published keys verify the tokens and hold nothing private`() async throws {
        try await World.run { world async throws in
            let data = try await world.server.jwks(World.acme)
            #expect(!String(decoding: data, as: UTF8.self).contains("\"d\""))
            let issued = try await world.agentToken()
            let verified = try UnverifiedToken(issued.accessToken.exposed).verified(
                with: try VerificationKeys(jwks: data), issuer: "https://auth.example/t/acme", audience: nil, now: World.start)
            #expect(verified.claims.tokenID == issued.tokenID)
        }
    }

    @Test func `each tenant has keys of its own`() async throws {
        try await World.run { world async throws in
            let acme = try await world.keys.keys(World.acme).verification.keyIDs
            let globex = try await world.keys.keys(World.globex).verification.keyIDs
            #expect(acme.count == 1 && globex.count == 1)
            #expect(acme.isDisjoint(with: globex))
        }
    }
}
