import Foundation
import Permissions
import Store

/// What the store costs: imports, loads, and durable writes of one client and of 64.
struct StoreBenchmarks {
    private let store: Store
    private let tenant: TenantID

    private init(directory: String) async throws {
        store = try await Store.open(StoreConfiguration(directory: directory))
        tenant = try TenantID("benchmark")
        guard try await store.tenant(tenant) == nil else { return }
        let key = NewSigningKey(keyID: "k", algorithm: "ES256", sealedPrivateKey: [1], publicKeyJSON: "{}")
        _ = try await store.createTenant(
            NewTenant(
                id: tenant, displayName: "Benchmark", signingKey: key, model: try Model(parsing: DriveGraph.modelSource),
                createdAt: Date()))
    }

    private static func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = NSTemporaryDirectory() + "engine-benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    /// Imports N relationships durably; answers how many seconds that took and how many the graph has.
    private func fill(_ count: Int) async throws -> Double {
        let importer = store.importer(tenant)
        var seconds = 0.0
        var batch: [Relationship] = []
        func send() async throws {
            let start = ContinuousClock.now
            try await importer.append(batch, at: Date())
            seconds += start.duration(to: .now).microseconds / 1e6
            batch.removeAll(keepingCapacity: true)
        }
        for relationship in DriveGraph(count: count) {
            batch.append(relationship)
            if batch.count == 10_000 { try await send() }
        }
        try await send()
        let start = ContinuousClock.now
        try await importer.finish(at: Date())
        return seconds + start.duration(to: .now).microseconds / 1e6
    }

    static func importing(_ count: Int) async throws {
        try await withDirectory { directory in
            let benchmark = try await StoreBenchmarks(directory: directory)
            let seconds = try await benchmark.fill(count)
            Row("import").with("relationships", count).with("perSecond", Double(count) / seconds).print()
            try await benchmark.store.close()
        }
    }

    /// From a closed store to a graph that answers.
    static func loading(_ count: Int) async throws {
        try await withDirectory { directory in
            let first = try await StoreBenchmarks(directory: directory)
            let seconds = try await first.fill(count)
            Row("import").with("relationships", count).with("perSecond", Double(count) / seconds).print()
            try await first.store.close()
            let start = ContinuousClock.now
            let second = try await StoreBenchmarks(directory: directory)
            let loaded = try await second.store.graph(second.tenant).relationshipCount
            Row("load").with("relationships", loaded).with("seconds", start.duration(to: .now).microseconds / 1e6).print()
            try await second.store.close()
        }
    }

    /// On a write-ahead log that is new and grows with each write, and on one that has reached its length and is written over.
    static func groupCommit() async throws {
        try await withDirectory { directory in
            let benchmark = try await StoreBenchmarks(directory: directory)
            for log in ["new", "reused"] {
                let one = try await benchmark.writesPerSecond(clients: 1, writesEach: 1_000, name: "\(log)-one")
                let many = try await benchmark.writesPerSecond(clients: 64, writesEach: 500, name: "\(log)-many")
                Row("group-commit, \(log) log").with("oneClientPerSecond", one).with("clients64PerSecond", many).with("ratio", many / one)
                    .print()
            }
            try await benchmark.store.close()
        }
    }

    /// Durable writes of one relationship, by clients that each wait for their answer.
    private func writesPerSecond(clients: Int, writesEach: Int, name: String) async throws -> Double {
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
        return Double(clients * writesEach) * 1e6 / start.duration(to: .now).microseconds
    }
}
