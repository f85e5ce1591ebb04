import Foundation
import GRDB
import Permissions
import Synchronization
import Testing

@testable import Store

@Suite struct ExpiryTests {
    private let anne = "role:ops#assignee@user:anne"
    private let bob = "role:ops#assignee@user:bob"
    private let carl = "tool:a/b#caller@user:carl"

    @Test func `the same end is the same relationship, whatever milliseconds it has and however its date was made`() async throws {
        try await withStore { store in
            for milliseconds in stride(from: 1, to: 1_000, by: 7) {
                var relationship = try Sample.relationship("role:r\(milliseconds)#assignee@user:anne")
                let ends = [
                    Sample.later(Double(milliseconds) / 1_000), Sample.start + Double(milliseconds) * 0.001,
                    Date(timeIntervalSince1970: Double(1_800_000_000_000 + milliseconds) / 1_000),
                    Date(timeIntervalSinceReferenceDate: Double(1_800_000_000_000 - 978_307_200_000 + milliseconds) / 1_000),
                ]
                for end in ends {
                    relationship.expiresAt = end
                    _ = try await store.write(
                        Sample.acme, updates: [.create(relationship)], mode: WriteMode(onDuplicate: .ignore), at: Sample.start)
                }
                let importer = store.importer(Sample.acme)
                try await importer.append([relationship], at: Sample.start)
                #expect(try await importer.finish(at: Sample.start).changedCount == 0)
            }
        }
    }

    @Test func `what has expired is in no list, no export and no deletion`() async throws {
        try await withStore { store in
            try await write(store, [anne: 60, bob: nil, carl: 60])
            for (time, expected) in [(59.0, [anne, bob, carl]), (60, [bob])] {
                let now = Sample.later(time)
                #expect(try await list(store, RelationshipFilter(), at: now) == expected)
                var exported: [String] = []
                for try await page in try await store.export(Sample.acme, at: now) { exported += page.map(\.description) }
                #expect(exported == expected)
                let users = RelationshipFilter(subjectType: "user")
                #expect(try await list(store, users, at: now) == expected)
            }
            let pattern = RelationshipPattern(objectType: "tool")
            #expect(try await store.delete(Sample.acme, matching: pattern, at: Sample.later(60)).deletedCount == 0)
            #expect(try await store.delete(Sample.acme, matching: pattern, at: Sample.later(59)).deletedCount == 1)
        }
    }

    @Test func `a page is full although much of what stands before has expired`() async throws {
        try await withStore { store in
            let ends = (0..<300).map { ("tool:a/t\($0)#caller@user:anne", $0 % 3 == 0 ? nil : 60.0) }
            try await write(store, Dictionary(uniqueKeysWithValues: ends))
            // Enough that the graph is asked rather than the table.
            try await write(store, Dictionary(uniqueKeysWithValues: (0..<900).map { ("tool:b/t\($0)#caller@user:u\($0)", nil) }))
            let subject = RelationshipFilter(subject: try SubjectReference(parsing: "user:anne"))
            var found = 0
            var cursor: String?
            repeat {
                let page = try await store.relationships(
                    Sample.acme, matching: subject, after: cursor, limit: 30, at: Sample.later(60))
                #expect(page.items.allSatisfy { $0.expiresAt == nil })
                #expect(page.next == nil || page.items.count == 30)
                found += page.items.count
                cursor = page.next
            } while cursor != nil
            #expect(found == 100)
        }
    }

    @Test func `what has expired is in the way of no model`() async throws {
        try await withStore { store in
            try await write(store, [anne: nil, carl: 60])
            let narrow = try Model(
                parsing: "model\n  schema 1.1\ntype user\ntype role\n  relations\n    define assignee: [user]\n")
            #expect(try await store.planModel(Sample.acme, narrow, at: Sample.later(59)).conflictCount == 1)
            #expect(try await store.planModel(Sample.acme, narrow, at: Sample.later(60)).conflictCount == 0)
            #expect(try await refusal { _ = try await store.writeModel(Sample.acme, narrow, at: Sample.later(59)) } == "model_conflict")
            _ = try await store.writeModel(Sample.acme, narrow, at: Sample.later(60))
            // Its row is still there, and goes like any other.
            await store.keepUp(at: Sample.later(60))
            #expect(try await rowCount(store) == 1)
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
        }
    }

    @Test func `a write of what is over already is refused, and an import passes it by`() async throws {
        try await withStore { store in
            var relationship = try Sample.relationship(anne)
            relationship.expiresAt = Sample.start
            for update in [RelationshipUpdate.create(relationship), .touch(relationship)] {
                let updates = [.create(try Sample.relationship(bob)), update]
                let code = try await refusal { _ = try await store.write(Sample.acme, updates: updates, at: Sample.start) }
                #expect(code == "relationship_expired")
            }
            #expect(try await rowCount(store) == 0)
            let importer = store.importer(Sample.acme)
            try await importer.append([relationship, try Sample.relationship(bob)], at: Sample.start)
            let progress = try await importer.finish(at: Sample.start)
            #expect(progress.committedCount == 2)
            #expect(progress.changedCount == 1)
            #expect(try await list(store, RelationshipFilter(), at: Sample.start) == [bob])
        }
    }

    @Test func `what has expired is deleted as a write is, in portions, and is told`() async throws {
        let reports = Mutex<[UpkeepReport]>([])
        try await withWorkshop { workshop in
            let store = try await Store.open(
                StoreConfiguration(directory: workshop.directory, onUpkeep: { report in reports.withLock { $0.append(report) } }))
            try await populate(store)
            let count = Store.expiryPortion + 5
            let importer = store.importer(Sample.acme)
            try await importer.append(
                try (0..<count).map { number in
                    var relationship = try Sample.relationship("role:r#assignee@user:u\(number)")
                    relationship.expiresAt = Sample.later(Double(number) / 1_000)
                    return relationship
                }, at: Sample.start - 1)
            try await importer.finish(at: Sample.start - 1)
            try await write(store, [anne: nil, bob: 90])
            await store.keepUp(at: Sample.later(60))
            #expect(try await list(store, RelationshipFilter(), at: Sample.later(60)) == [anne, bob])
            #expect(try await rowCount(store) == 2)
            #expect(try await store.graph(Sample.acme).relationshipCount == 2)
            #expect(
                reports.withLock { $0 } == [
                    .deletedExpired(Sample.acme, count: Store.expiryPortion, revision: Revision(rawValue: 3)),
                    .deletedExpired(Sample.acme, count: 5, revision: Revision(rawValue: 4)),
                ])
            #expect(store.currentCounts.expiredRelationships == count)
            let changes = try await store.changes(Sample.acme, after: Revision(rawValue: 3), limit: 10).changes
            #expect(changes.map(\.operation) == Array(repeating: .delete, count: 5))
            try await store.flushAudit()
            let events = try await store.auditEvents(Sample.acme, AuditFilter(kind: .grant), limit: 10).map(\.event)
            #expect(events.map(\.action) == ["relationship.expire", "relationship.expire"])
            #expect(events.map { $0.details["deleted"] } == ["5", String(Store.expiryPortion)])
            // Nothing more is due, so nothing is written.
            await store.keepUp(at: Sample.later(61))
            #expect(try await store.revision(Sample.acme) == Revision(rawValue: 4))
            try await store.close()
        }
    }

    @Test func `a tenant whose turn fails keeps no other waiting`() async throws {
        let reports = Mutex<[UpkeepReport]>([])
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            var relationship = try Sample.relationship(anne)
            relationship.expiresAt = Sample.later(30)
            for tenant in Sample.both { _ = try await first.write(tenant, updates: [.create(relationship)], at: Sample.start) }
            // A model that cannot be read keeps the tenant's graph from being made.
            try await first.pool.write {
                try $0.execute(sql: "INSERT INTO models VALUES (?, 1000, 'no model', 0)", arguments: [Sample.acme.rawValue])
            }
            try await first.close()
            let store = try await Store.open(
                StoreConfiguration(directory: workshop.directory, onUpkeep: { report in reports.withLock { $0.append(report) } }))
            await store.keepUp(at: Sample.later(60))
            let found = reports.withLock { $0 }
            #expect(found.count { if case .failed = $0 { true } else { false } } == 1)
            #expect(found.contains(.deletedExpired(Sample.globex, count: 1, revision: Revision(rawValue: 2))))
            try await store.close()
        }
    }

    private func write(_ store: Store, _ ends: [String: Double?]) async throws {
        let relationships = try ends.map { text, end in
            var relationship = try Sample.relationship(text)
            relationship.expiresAt = end.map(Sample.later)
            return relationship
        }
        _ = try await store.write(Sample.acme, updates: relationships.map { .touch($0) }, at: Sample.start)
    }

    private func list(_ store: Store, _ filter: RelationshipFilter, at time: Date) async throws -> [String] {
        try await store.relationships(Sample.acme, matching: filter, after: nil, limit: 1_000, at: time).items.map(\.description)
    }

    private func rowCount(_ store: Store) async throws -> Int? {
        try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM relationships") }
    }
}
