import Foundation
import Store
import Testing

/// Prints what the store costs here; `CARDEA_STORE_BENCHMARK=1000000 swift test -c release --filter BenchmarkTests`.
@Suite struct BenchmarkTests {
    private static let size = ProcessInfo.processInfo.environment["CARDEA_STORE_BENCHMARK"].flatMap { Int($0) }

    @Test func `what is measured is what was asked for`() async throws {
        try await withWorkshop { workshop in
            let count = Self.size ?? 2_000
            let writes = Self.size == nil ? 5 : 500
            let first = try await StoreBenchmark(directory: workshop.directory)
            let one = try await first.writesPerSecond(clients: 1, writesEach: writes, name: "one")
            let many = try await first.writesPerSecond(clients: 64, writesEach: writes, name: "many")
            let imported = try await first.importedPerSecond(count: count)
            let exported = try await first.exportedPerSecond()
            try await first.store.close()
            let second = try await StoreBenchmark(directory: workshop.directory)
            let loaded = try await second.loadedPerSecond()
            try await second.store.close()
            #expect(loaded.count == exported.count)
            #expect(loaded.count >= 65 * writes)
            guard Self.size != nil else { return }
            print("writes/s: one client \(Int(one)), 64 clients \(Int(many)), ratio \(many / one)")
            print("relationships/s: import \(Int(imported)), export \(Int(exported.rate)), load \(Int(loaded.rate)) of \(loaded.count)")
        }
    }
}
