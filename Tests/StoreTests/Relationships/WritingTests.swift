import Expressions
import Foundation
import GRDB
import Permissions
import Testing

@testable import Store

@Suite struct WritingTests {
    @Test func `a write is seen in the table and in the graph`() async throws {
        try await withStore { store in
            let revision = try await store.write(
                Sample.acme, [try Sample.touch("role:ops#assignee@user:anne"), try Sample.touch("tool:a/b#caller@role:ops#assignee")],
                at: Sample.start)
            #expect(revision == Revision(rawValue: 1))
            #expect(try await store.graph(Sample.acme).revision == revision)
            #expect(try await stored(store, Sample.acme) == ["role:ops#assignee@user:anne", "tool:a/b#caller@role:ops#assignee"])
            #expect(try await stored(store, Sample.globex).isEmpty)
            #expect(try await store.graph(Sample.globex).relationshipCount == 0)
            #expect(try await store.graph(Sample.globex).revision == Revision(rawValue: 0))
        }
    }

    @Test func `a write with one invalid relationship is refused with its index and writes nothing`() async throws {
        try await withStore { store in
            let changes = [
                try Sample.touch("role:ops#assignee@user:anne"), try Sample.touch("tool:a/b#can_call@user:anne"),
                try Sample.touch("role:ops#assignee@user:bob"),
            ]
            let error = await #expect(throws: StoreError.self) { try await store.write(Sample.acme, changes, at: Sample.start) }
            guard case .invalidRelationship(let index, let refusal) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(index == 1)
            #expect(refusal.kind == .notAssignable)
            #expect(try await stored(store, Sample.acme).isEmpty)
            #expect(try await changeCount(store, Sample.acme) == 0)
            #expect(try await store.graph(Sample.acme).revision == Revision(rawValue: 0))
        }
    }

    @Test func `touching and deleting twice changes nothing more`() async throws {
        try await withStore { store in
            let text = "role:ops#assignee@user:anne"
            for tenant in Sample.both { _ = try await store.write(tenant, [try Sample.touch(text)], at: Sample.start) }
            _ = try await store.write(Sample.acme, [try Sample.touch(text)], at: Sample.start)
            #expect(try await stored(store, Sample.acme) == [text])
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
            for _ in 0..<2 { _ = try await store.write(Sample.acme, [try Sample.delete(text)], at: Sample.start) }
            #expect(try await stored(store, Sample.acme).isEmpty)
            #expect(try await store.graph(Sample.acme).relationshipCount == 0)
            #expect(try await stored(store, Sample.globex) == [text])
        }
    }

    @Test func `each write raises the revision by one`() async throws {
        try await withStore { store in
            var revisions: [UInt64] = []
            for number in 0..<5 {
                let change = try Sample.touch("role:ops#assignee@user:u\(number)")
                revisions.append(try await store.write(Sample.acme, [change, change], at: Sample.start).rawValue)
            }
            #expect(revisions == [1, 2, 3, 4, 5])
            #expect(try await store.write(Sample.globex, [], at: Sample.start) == Revision(rawValue: 1))
            #expect(try await changeCount(store, Sample.acme) == 10)
        }
    }

    @Test func `a write has at most a thousand changes`() async throws {
        try await withStore { store in
            let changes = try (0...1000).map { try Sample.touch("role:ops#assignee@user:u\($0)") }
            let code = try await refusal { _ = try await store.write(Sample.acme, changes, at: Sample.start) }
            #expect(code == "too_many")
            _ = try await store.write(Sample.acme, Array(changes.dropLast()), at: Sample.start)
            #expect(try await store.graph(Sample.acme).relationshipCount == 1000)
        }
    }

    @Test func `the graph is the one of the rows after a restart`() async throws {
        try await withWorkshop { workshop in
            var store = try await workshop.open()
            try await populate(store)
            for number in 0..<20 {
                _ = try await store.write(Sample.acme, [try Sample.touch("role:ops#assignee@user:u\(number)")], at: Sample.start)
            }
            _ = try await store.write(Sample.acme, [try Sample.delete("role:ops#assignee@user:u3")], at: Sample.start)
            let before = try await stored(store, Sample.acme)
            try await store.close()
            store = try await workshop.open()
            #expect(store.loadedGraph(Sample.acme) == nil)
            #expect(try await store.graph(Sample.acme).relationshipCount == 19)
            #expect(try await store.graph(Sample.acme).revision == Revision(rawValue: 21))
            #expect(store.loadedGraph(Sample.acme)?.relationshipCount == 19)
            #expect(try await stored(store, Sample.acme) == before)
            #expect(try await store.graph(Sample.globex).relationshipCount == 0)
            try await store.close()
        }
    }

    @Test func `condition and expiry come back, and the later touch wins`() async throws {
        try await withStore { store in
            let source = """
                model
                  schema 1.1
                type user
                type document
                  relations
                    define viewer: [user, user with small]
                condition small(limit: int, amount: int) {
                  amount <= limit
                }
                """
            _ = try await store.writeModel(Sample.acme, try Model(parsing: source), at: Sample.start)
            var relationship = try Sample.relationship("document:d#viewer@user:anne")
            relationship.condition = ConditionReference(name: "small", context: ["limit": .int(5)])
            relationship.expiresAt = Sample.later(60)
            _ = try await store.write(Sample.acme, [.touch(relationship)], at: Sample.start)
            #expect(try await page(store, Sample.acme) == [relationship])
            relationship.condition = nil
            relationship.expiresAt = nil
            _ = try await store.write(Sample.acme, [.touch(relationship)], at: Sample.start)
            #expect(try await page(store, Sample.acme) == [relationship])
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
        }
    }

    @Test func `a hundred writers at once all land while readers read`() async throws {
        try await withStore { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    let tenant = Sample.both[number % 2]
                    group.addTask {
                        _ = try await store.write(tenant, [try Sample.touch("role:ops#assignee@user:u\(number)")], at: Sample.start)
                    }
                    group.addTask {
                        let graph = try await store.graph(tenant)
                        // One relationship comes with each revision, so a snapshot that mixes two is noticed.
                        #expect(UInt64(graph.relationshipCount) == graph.revision.rawValue)
                        _ = try await store.relationships(tenant, matching: RelationshipFilter(), after: nil, limit: 1000, at: Sample.start)
                    }
                }
                try await group.waitForAll()
            }
            for tenant in Sample.both {
                #expect(try await stored(store, tenant).count == 50)
                #expect(try await store.graph(tenant).relationshipCount == 50)
                #expect(try await store.graph(tenant).revision == Revision(rawValue: 50))
            }
        }
    }

    private func page(_ store: Store, _ tenant: TenantID) async throws -> [Relationship] {
        try await store.relationships(tenant, matching: RelationshipFilter(), after: nil, limit: 1000, at: Sample.start).items
    }

    private func stored(_ store: Store, _ tenant: TenantID) async throws -> [String] {
        try await page(store, tenant).map(\.description)
    }

    private func changeCount(_ store: Store, _ tenant: TenantID) async throws -> Int? {
        try await store.pool.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM relationship_changes WHERE tenant_id = ?", arguments: [tenant.rawValue])
        }
    }
}
