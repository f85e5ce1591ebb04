import Foundation
import Permissions
import Store
import Synchronization
import Testing
import Tokens

@testable import OAuth

/// An authorization server over a real store in a directory of its own, with two tenants that have the same names in them.
final class World {
    static let acme = must { try TenantID("acme") }
    static let globex = must { try TenantID("globex") }
    static let anne = must { try UserName("anne") }
    static let bob = must { try UserName("bob") }
    static let password = "correct horse battery staple"
    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let billing = "https://mcp.example/t/acme/billing"
    static let notes = "https://mcp.example/t/acme/notes"

    let clock: TestClock
    let directory: String
    let masterKey: MasterKey
    private(set) var store: Store
    private(set) var keys: KeyRing
    private(set) var server: AuthorizationServer

    private init(_ directory: String) async throws {
        self.directory = directory
        clock = TestClock(Self.start)
        masterKey = try MasterKey.generate(random: .system)
        store = try await Store.open(StoreConfiguration(directory: directory))
        (keys, server) = Self.serve(store, masterKey, clock)
    }

    static func run(_ body: (World) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "oauth-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let world = try await World(directory)
        for tenant in [acme, globex] { try await world.fill(tenant) }
        try await body(world)
        try await world.store.close()
    }

    /// What a new process on the same data finds.
    func restart() async throws {
        try await store.close()
        store = try await Store.open(StoreConfiguration(directory: directory))
        (keys, server) = Self.serve(store, masterKey, clock)
    }

    private static func serve(_ store: Store, _ masterKey: MasterKey, _ clock: TestClock) -> (KeyRing, AuthorizationServer) {
        let keys = KeyRing(store: store, masterKey: masterKey, random: .system)
        let server = AuthorizationServer(
            store: store, keys: keys, baseURL: "https://auth.example", clock: { clock.now }, random: .system)
        return (keys, server)
    }

    private func fill(_ tenant: TenantID) async throws {
        _ = try await store.createTenant(
            NewTenant(
                id: tenant, displayName: "Tenant \(tenant)", signingKey: try keys.newSigningKey(for: tenant),
                model: try Model(parsing: Model.builtInSource), createdAt: Self.start))
        let cost = try ScryptCost(logarithmOfN: 2, blockSize: 1, parallelization: 1)
        let hash = try PasswordHash.make(Secret(Self.password), cost: cost, random: .system).phc
        for name in [Self.anne, Self.bob] {
            _ = try await store.createUser(
                tenant, NewUser(name: name, displayName: name.rawValue, passwordHash: hash, createdAt: Self.start))
        }
        for client in try Self.clients(tenant) { _ = try await store.createClient(tenant, client) }
        for name in ["billing", "notes"] {
            _ = try await store.createServer(
                tenant,
                NewServer(
                    name: try ServerName(name), displayName: name, resourceURI: "https://mcp.example/t/\(tenant)/\(name)",
                    upstream: .http(url: "http://127.0.0.1:9/mcp"), tools: [], createdAt: Self.start))
        }
    }

    private static func clients(_ tenant: TenantID) throws -> [NewClient] {
        [
            try client("desktop", .application, redirect: ["http://127.0.0.1/callback"], [.authorizationCode, .refreshToken]),
            try client("tablet", .application, redirect: ["http://127.0.0.1/callback"], [.authorizationCode, .refreshToken]),
            try client(
                "portal", .application, secret: secret("portal", tenant),
                redirect: ["https://portal.example/cb", "https://portal.example/other?keep=1", "http://[::1]/cb", "http://localhost/cb"],
                [.authorizationCode]),
            try client(
                "web", .application, secret: secret("web", tenant), redirect: ["https://web.example/cb"],
                [.authorizationCode, .refreshToken]),
            try client("robot", .agent, secret: secret("robot", tenant), [.clientCredentials]),
            try client("gate", .resourceServer, secret: secret("gate", tenant), [.clientCredentials], scopes: [Scope.evaluate]),
        ]
    }

    static func secret(_ client: String, _ tenant: TenantID = acme) -> String { "cardea_secret_+%&:\(client)-\(tenant)" }

    private static func client(
        _ id: String, _ kind: ClientKind, secret: String? = nil, redirect: [String] = [], _ grantTypes: Set<GrantType>,
        scopes: [String] = [Scope.callTools, Scope.evaluate]
    ) throws -> NewClient {
        NewClient(
            id: try ClientID(id), displayName: id, kind: kind, secretHash: secret.map { sha256($0) }, redirectURIs: redirect,
            grantTypes: grantTypes, scopes: scopes, createdAt: start)
    }

    /// Values of the tests; a wrong one is a mistake in the test itself.
    private static func must<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { preconditionFailure("\(error)") }
    }
}

/// A clock that stands until it is moved.
final class TestClock: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date) {
        self.time = Mutex(time)
    }

    var now: Date { time.withLock { $0 } }

    func advance(_ seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }
}
