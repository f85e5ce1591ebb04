import Foundation
import Permissions
import Store

/// What the store costs on this machine; it uses nothing but the package's interface, so that any executable of the package can run it.
struct StoreBenchmark {
    let store: Store
    let tenant: TenantID

    static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, group#member]
        type folder
          relations
            define parent: [folder]
            define viewer: [user, group#member] or viewer from parent
        type doc
          relations
            define parent: [folder]
            define viewer: [user, group#member] or viewer from parent
        """

    /// A store with one tenant under the model of the benchmark.
    init(directory: String, onProgress: (@Sendable (LoadProgress) -> Void)? = nil) async throws {
        store = try await Store.open(StoreConfiguration(directory: directory, onProgress: onProgress))
        tenant = try TenantID("benchmark")
        guard try await store.tenant(tenant) == nil else { return }
        let key = NewSigningKey(keyID: "k", algorithm: "ES256", sealedPrivateKey: [1], publicKeyJSON: "{}")
        _ = try await store.createTenant(
            NewTenant(
                id: tenant, displayName: "Benchmark", signingKey: key, model: try Model(parsing: Self.source), createdAt: Date()))
    }

    /// Durable writes of one relationship a second, by so many clients that each wait for their answer.
    func writesPerSecond(clients: Int, writesEach: Int, name: String) async throws -> Double {
        _ = try await store.graph(tenant)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                group.addTask {
                    for number in 0..<writesEach {
                        let relationship = try Relationship(parsing: "doc:\(name)-\(client)-\(number)#viewer@user:u\(client)")
                        _ = try await store.write(tenant, updates: [.create(relationship)], mode: WriteMode(), at: Date())
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(clients * writesEach) / start.duration(to: .now).seconds
    }

    /// Relationships a second that an import makes durable and visible.
    func importedPerSecond(count: Int) async throws -> Double {
        let batches = try stride(from: 0, to: count, by: 10_000).map { start in
            try (start..<min(start + 10_000, count)).map(Self.relationship)
        }
        let start = ContinuousClock.now
        let importer = store.importer(tenant)
        for batch in batches { try await importer.append(batch, at: Date()) }
        try await importer.finish(at: Date())
        return Double(count) / start.duration(to: .now).seconds
    }

    /// Relationships a second from the disk to a graph, in a store that has just been opened, and how many there are.
    func loadedPerSecond() async throws -> (count: Int, rate: Double) {
        let start = ContinuousClock.now
        let count = try await store.graph(tenant).relationshipCount
        return (count, Double(count) / start.duration(to: .now).seconds)
    }

    func exportedPerSecond() async throws -> (count: Int, rate: Double) {
        let start = ContinuousClock.now
        var count = 0
        for try await page in try await store.export(tenant, at: Sample.start, pageSize: 10_000) { count += page.count }
        return (count, Double(count) / start.duration(to: .now).seconds)
    }

    /// Documents in folders, folders in folders, groups and users that view them.
    private static func relationship(_ number: Int) throws -> Relationship {
        let scattered = number &* 2_654_435_761 % 1_000_003
        switch number % 4 {
        case 0: return try Relationship(parsing: "doc:d\(number)#parent@folder:f\(scattered % 10_000)")
        case 1: return try Relationship(parsing: "doc:d\(number)#viewer@user:u\(scattered % 100_000)")
        case 2: return try Relationship(parsing: "doc:d\(number)#viewer@group:g\(scattered % 10_000)#member")
        default: return try Relationship(parsing: "group:g\(scattered % 10_000)#member@user:u\(number % 500_000)")
        }
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
