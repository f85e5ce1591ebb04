import Foundation
import GRDB
import Permissions
import Synchronization
import Testing

@testable import Store

@Suite struct PruningTests {
    @Test(arguments: [1, 2, 3, 100])
    func `history goes in portions of whole revisions`(portion: Int) async throws {
        try await withStore { store in
            // Revisions of one to three changes, a second apart.
            for number in 0..<6 {
                let changes = try (0...(number % 3)).map { try Sample.touch("role:r\(number)#assignee@user:u\($0)") }
                _ = try await store.write(Sample.acme, changes, at: Sample.later(Double(number)))
            }
            let floor = try await store.pruneChanges(Sample.acme, before: Sample.later(4), portion: portion)
            #expect(floor == Revision(rawValue: 4))
            #expect(try await store.changes(Sample.acme, limit: 100).changes.map(\.revision.rawValue) == [5, 5, 6, 6, 6])
            #expect(store.currentCounts.prunedChanges == 7)
            #expect(try await code(store, after: 3) == "history_pruned")
            #expect(try await code(store, after: 4) == nil)
        }
    }

    @Test func `who has seen all there was is not told that something is missing`() async throws {
        try await withStore { store in
            _ = try await store.write(Sample.acme, [try Sample.touch("role:r#assignee@user:anne")], at: Sample.start)
            // A revision without a change.
            _ = try await store.writeModel(Sample.acme, Sample.builtIn, at: Sample.start)
            #expect(try await store.pruneChanges(Sample.acme, before: Sample.later(60)) == Revision(rawValue: 1))
            #expect(try await code(store, after: 1) == nil)
        }
    }

    @Test func `upkeep keeps as much as it is told to`() async throws {
        for (retention, expected) in [(nil, 0), (100, 0), (50, 1), (10, 2)] as [(TimeInterval?, UInt64)] {
            let reports = Mutex<[UpkeepReport]>([])
            try await withWorkshop { workshop in
                let store = try await Store.open(
                    StoreConfiguration(
                        directory: workshop.directory, historyRetention: retention,
                        onUpkeep: { report in reports.withLock { $0.append(report) } }
                    ))
                try await populate(store)
                for time in [0.0, 30] {
                    _ = try await store.write(Sample.acme, [try Sample.touch("role:r#assignee@user:anne")], at: Sample.later(time))
                }
                await store.keepUp(at: Sample.later(60))
                let told: [UpkeepReport] = expected == 0 ? [] : [.prunedHistory(Sample.acme, through: Revision(rawValue: expected))]
                #expect(reports.withLock { $0 } == told)
                // Once is enough.
                await store.keepUp(at: Sample.later(60))
                #expect(reports.withLock { $0 } == told)
                try await store.close()
            }
        }
    }

    @Test func `rows that are hidden already go too`() async throws {
        try await withStore { store in
            _ = try await store.write(Sample.acme, [try Sample.touch("role:r#assignee@user:anne")], at: Sample.start)
            try await store.pool.write { try $0.execute(sql: "UPDATE tenants SET history_floor = 1 WHERE tenant_id = 'acme'") }
            #expect(try await store.tenantsToPrune(before: Sample.start) == [Sample.acme])
            #expect(try await store.pruneChanges(Sample.acme, before: Sample.start) == Revision(rawValue: 1))
            #expect(try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM relationship_changes") } == 0)
            #expect(try await store.tenantsToPrune(before: Sample.start).isEmpty)
        }
    }

    private func code(_ store: Store, after revision: UInt64) async throws -> String? {
        try await refusal { _ = try await store.changes(Sample.acme, after: Revision(rawValue: revision), limit: 10) }
    }
}
