import Foundation
import Permissions

@testable import Store

/// Values of the tests; a wrong one is a mistake in the test itself.
enum Sample {
    static let acme = must { try TenantID("acme") }
    static let globex = must { try TenantID("globex") }
    static let both = [acme, globex]
    static let anne = must { try UserName("anne") }
    static let portal = must { try ClientID("portal") }
    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let builtIn = must { try Model(parsing: Model.builtInSource) }

    static func must<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("\(error)") }
    }

    static func later(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    static func hash(_ number: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: 30) + [UInt8(number / 256), UInt8(number % 256)]
    }

    static func tenant(_ id: TenantID) -> NewTenant {
        NewTenant(
            id: id, displayName: "Tenant \(id)",
            signingKey: NewSigningKey(
                keyID: "\(id)-1", algorithm: "ES256", sealedPrivateKey: [1, 2, 3], publicKeyJSON: "{\"of\":\"\(id)\"}"),
            model: builtIn, createdAt: start)
    }

    static func user(_ name: UserName = anne) -> NewUser {
        NewUser(name: name, displayName: "Anne", passwordHash: "hash", createdAt: start)
    }

    static func client(_ id: ClientID = portal, kind: ClientKind = .application, secretHash: [UInt8]? = hash(1)) -> NewClient {
        NewClient(
            id: id, displayName: "Portal", kind: kind, secretHash: secretHash,
            redirectURIs: ["https://a.example/1", "https://a.example/2"],
            grantTypes: [.authorizationCode, .refreshToken], scopes: ["tools:call", "tools:list"], createdAt: start)
    }

    static func server(_ name: String = "billing", uri: String = "https://mcp.example/billing") throws -> NewServer {
        NewServer(
            name: try ServerName(name), displayName: "Billing", resourceURI: uri, upstream: .http(url: "http://127.0.0.1:9000/mcp"),
            tools: [
                RegisteredTool(name: "read", resource: ToolResource(type: "resource", idTemplate: "invoice/{id}", action: "can_view")),
                RegisteredTool(name: "erase", enabled: false),
            ], createdAt: start)
    }

    static func relationship(_ text: String) throws -> Relationship { try Relationship(parsing: text) }

    static func touch(_ text: String) throws -> RelationshipChange { .touch(try Relationship(parsing: text)) }

    static func delete(_ text: String) throws -> RelationshipChange { .delete(try RelationshipKey(parsing: text)) }

    static func code(_ number: Int = 1) -> AuthorizationCode {
        AuthorizationCode(
            codeHash: hash(number), grantID: "grant-\(number)", clientID: portal, userName: anne, redirectURI: "https://a.example/1",
            codeChallenge: "challenge", scope: ["tools:call"], resource: "https://mcp.example/billing", authenticatedAt: start,
            createdAt: start, expiresAt: later(60))
    }

    static func issuance(grant: String = "grant-1", token: String, refresh: Int?) -> Issuance {
        Issuance(
            accessToken: AccessTokenRecord(
                tokenID: token, grantID: grant, clientID: portal, userName: anne, audience: "https://mcp.example/billing",
                scope: ["tools:call"], issuedAt: start, expiresAt: later(300)),
            refreshToken: refresh.map {
                RefreshToken(
                    tokenHash: hash($0), grantID: grant, clientID: portal, userName: anne, scope: ["tools:call"],
                    resource: "https://mcp.example/billing", authenticatedAt: start, createdAt: start, expiresAt: later(86_400))
            })
    }
}
