import Store
import Testing
import Tokens

@testable import OAuth

/// For which resource a token is (RFC 8707).
@Suite struct ResourceTests {
    @Test(arguments: [
        World.billing, World.billing + "/", "HTTPS://MCP.example/t/acme/billing", "https://MCP.EXAMPLE/t/acme/billing/",
    ])
    func `the spellings that clients use mean the registered address`(resource: String) async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code(["resource": resource]))
            #expect(issued.resource == World.billing)
        }
    }

    @Test(arguments: [
        "https://mcp.example/t/acme/unknown", "https://mcp.example/t/acme", "https://mcp.example/t/acme/billing/x",
        "https://mcp.example/t/acme/billing//", "https://mcp.example/t/acme/Billing", "https://mcp.example/t/acme/billing?a=1",
        "https://mcp.example/t/acme/billing#a", "http://mcp.example/t/acme/billing", "https://mcp.example.evil.example/t/acme/billing",
        "https://mcp.example/t/globex/billing", "https://auth.example/t/globex", "billing", "urn:x", "//", "https://",
    ])
    func `any other address is an invalid target, in every grant, and spends nothing`(resource: String) async throws {
        try await World.run { world async throws in
            #expect(try await world.refused(["resource": resource])["error"] == "invalid_target")
            try await world.expect(.invalidTarget) { _ = try await world.agentToken(["resource": resource]) }
            let code = try await world.code()
            try await world.expect(.invalidTarget) { _ = try await world.redeem(code, ["resource": resource]) }
            let issued = try await world.redeem(code)
            try await world.expect(.invalidTarget) { _ = try await world.refresh(issued.refreshToken, ["resource": resource]) }
            #expect(try await world.refresh(issued.refreshToken).resource == World.billing)
        }
    }

    @Test func `a token without a resource is for the issuer`() async throws {
        try await World.run { world async throws in
            let issued = try await world.redeem(try await world.code(["resource": nil]))
            #expect(issued.resource == "https://auth.example/t/acme")
            #expect(try await world.introspect(issued.accessToken).aud == "https://auth.example/t/acme")
            #expect(try await world.agentToken(["resource": "https://auth.example/t/acme"]).resource == "https://auth.example/t/acme")
            #expect(try await world.agentToken().resource == "https://auth.example/t/acme")
        }
    }

    @Test func `the resource of the token request has to be the one that was agreed to`() async throws {
        try await World.run { world async throws in
            let code = try await world.code()
            try await world.expect(.invalidTarget) { _ = try await world.redeem(code, ["resource": World.notes]) }
            try await world.expect(.invalidTarget) {
                _ = try await world.redeem(code, ["resource": "https://auth.example/t/acme"])
            }
            #expect(try await world.redeem(code, ["resource": World.billing + "/"]).resource == World.billing)
        }
    }

    @Test func `two resources are refused, since a token is for one`() async throws {
        try await World.run { world async throws in
            let both = try World.form([
                ("grant_type", "client_credentials"), ("resource", World.billing), ("resource", World.notes),
            ])
            try await world.expect(.invalidTarget) {
                _ = try await world.server.token(
                    World.acme, both, authorizationHeader: World.basic("robot", World.secret("robot")))
            }
        }
    }
}
