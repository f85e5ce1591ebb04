import Expressions
import Foundation
import GRDB
import Permissions
import Testing

@testable import Store

@Suite struct ChangeTests {
    private let anne = "role:ops#assignee@user:anne"

    @Test(arguments: [1, 2, 3, 100])
    func `pages together are the whole history in order`(limit: Int) async throws {
        try await withStore { store in
            for tenant in Sample.both {
                for number in 0..<3 {
                    let changes = [
                        try Sample.touch("role:ops#assignee@user:u\(number)"), try Sample.delete("role:ops#assignee@user:u\(number - 1)"),
                    ]
                    _ = try await store.write(tenant, changes, at: Sample.later(Double(number)))
                }
            }
            var found: [RelationshipChangeRecord] = []
            var place: ChangePosition?
            var hasMore = true
            for _ in 0..<20 where hasMore {
                let page = try await store.changes(Sample.acme, after: place, limit: limit)
                #expect(page.changes.count <= limit)
                found += page.changes
                place = try ChangePosition(parsing: page.next.description)
                hasMore = page.hasMore
            }
            #expect(!hasMore)
            #expect(found.map(\.operation) == [.touch, .delete, .touch, .delete, .touch, .delete])
            #expect(found.map(\.relationship.subject.id) == ["u0", "u-1", "u1", "u0", "u2", "u1"])
            #expect(found.map(\.revision.rawValue) == [1, 1, 2, 2, 3, 3])
            #expect(found.map(\.position) == [0, 1, 0, 1, 0, 1])
            #expect(found.last?.changedAt == Sample.later(2))

            // At the end the place stands still until something is written.
            let end = try #require(place)
            #expect(try await store.changes(Sample.acme, after: end, limit: limit) == ChangePage(changes: [], next: end, hasMore: false))
            _ = try await store.write(Sample.acme, [try Sample.touch(anne)], at: Sample.start)
            #expect(try await store.changes(Sample.acme, after: end, limit: limit).changes.map(\.relationship.description) == [anne])
            #expect(try await store.changes(Sample.acme, after: Revision(rawValue: 3), limit: limit).changes.count == 1)
        }
    }

    @Test func `condition and expiry are in the history`() async throws {
        try await withStore { store in
            let source = """
                model
                  schema 1.1
                type user
                type document
                  relations
                    define viewer: [user with small]
                condition small(limit: int, amount: int) {
                  amount <= limit
                }
                """
            _ = try await store.writeModel(Sample.acme, try Model(parsing: source), at: Sample.start)
            var relationship = try Sample.relationship("document:d#viewer@user:anne")
            relationship.condition = ConditionReference(name: "small", context: ["limit": .int(5)])
            relationship.expiresAt = Sample.later(60)
            _ = try await store.write(Sample.acme, updates: [.create(relationship)], at: Sample.start)
            _ = try await store.write(Sample.acme, updates: [.delete(relationship.key)], at: Sample.start)
            let changes = try await store.changes(Sample.acme, limit: 10).changes
            #expect(changes.map(\.operation) == [.touch, .delete])
            #expect(changes.first?.relationship == relationship)
            #expect(changes.last?.relationship == (try Sample.relationship("document:d#viewer@user:anne")))
        }
    }

    @Test func `a filter by type moves on over what it leaves out`() async throws {
        try await withStore { store in
            let texts = [
                "role:ops#assignee@user:anne", "group:g#member@user:anne", "role:dev#assignee@user:anne", "group:h#member@user:anne",
            ]
            for text in texts { _ = try await store.write(Sample.acme, [try Sample.touch(text)], at: Sample.start) }
            let first = try await store.changes(Sample.acme, limit: 1, objectTypes: ["group"])
            #expect(first.changes.map(\.relationship.description) == [texts[1]])
            #expect(first.hasMore)
            let second = try await store.changes(Sample.acme, after: first.next, limit: 1, objectTypes: ["group"])
            #expect(second.changes.map(\.relationship.description) == [texts[3]])
            #expect(!second.hasMore)
            let none = try await store.changes(Sample.acme, limit: 10, objectTypes: ["tool"])
            #expect(none.changes.isEmpty)
            #expect(none.next == ChangePosition(after: Revision(rawValue: 4)))
        }
    }

    @Test func `a filter names relation, subject type, object and subject`() async throws {
        try await withStore { store in
            let texts = [
                "role:ops#assignee@user:anne", "role:dev#assignee@group:g#member", "group:g#member@user:anne",
                "group:g#member@group:h#member",
                "tool:a/b#caller@user:anne",
            ]
            _ = try await store.write(Sample.acme, try texts.map(Sample.touch), at: Sample.start)
            func found(_ filter: ChangeFilter) async throws -> [String] {
                try await store.changes(Sample.acme, limit: 10, matching: filter).changes.map(\.relationship.description)
            }
            #expect(try await found(ChangeFilter()) == texts)
            #expect(try await found(ChangeFilter(relations: ["member", "caller"])) == Array(texts[2...]))
            #expect(try await found(ChangeFilter(subjectTypes: ["group"])) == [texts[1], texts[3]])
            #expect(try await found(ChangeFilter(object: try ObjectReference(parsing: "group:g"))) == [texts[2], texts[3]])
            #expect(try await found(ChangeFilter(subject: try SubjectReference(parsing: "group:g#member"))) == [texts[1]])
            #expect(try await found(ChangeFilter(subject: try SubjectReference(parsing: "group:g"))).isEmpty)
            let narrow = ChangeFilter(objectTypes: ["role"], subject: try SubjectReference(parsing: "user:anne"))
            #expect(try await found(narrow) == [texts[0]])
        }
    }

    @Test func `a filter has one identity, however it is written`() throws {
        let filters = [
            ChangeFilter(), ChangeFilter(objectTypes: []), ChangeFilter(objectTypes: ["a", "b"]), ChangeFilter(relations: ["a", "b"]),
            ChangeFilter(objectTypes: ["a, b"]), ChangeFilter(object: try ObjectReference(parsing: "a:b")),
            ChangeFilter(subject: try SubjectReference(parsing: "a:b")),
        ]
        #expect(Set(filters.map(\.identity)).count == filters.count)
        #expect(ChangeFilter(objectTypes: ["b", "a"]).identity == filters[2].identity)
    }

    @Test func `what is pruned cannot be asked for, and what is kept has no gaps`() async throws {
        try await withStore { store in
            for tenant in Sample.both {
                for number in 0..<5 {
                    _ = try await store.write(
                        tenant, [try Sample.touch("role:ops#assignee@user:u\(number)")], at: Sample.later(Double(number)))
                }
            }
            #expect(try await store.pruneChanges(Sample.acme, before: Sample.later(2)) == Revision(rawValue: 2))
            #expect(try await count(store, Sample.acme) == 3)
            #expect(try await count(store, Sample.globex) == 5)
            let error = await #expect(throws: StoreError.self) {
                try await store.changes(Sample.acme, after: Revision(rawValue: 1), limit: 10)
            }
            guard case .historyPruned(let oldest) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await store.changes(Sample.acme, after: oldest, limit: 10).changes.map(\.revision.rawValue) == [3, 4, 5])
            #expect(try await store.changes(Sample.acme, limit: 10).changes.map(\.revision.rawValue) == [3, 4, 5])
            // An earlier time brings nothing back, a later one takes everything.
            #expect(try await store.pruneChanges(Sample.acme, before: Sample.start) == Revision(rawValue: 2))
            #expect(try await store.pruneChanges(Sample.acme, before: Sample.later(99)) == Revision(rawValue: 5))
            #expect(try await count(store, Sample.acme) == 0)
            #expect(try await store.changes(Sample.acme, limit: 10).changes.isEmpty)
            #expect(
                try await store.relationships(Sample.acme, matching: RelationshipFilter(), after: nil, limit: 10, at: Sample.start).items
                    .count == 5)
        }
    }

    @Test func `a place in the future is refused`() async throws {
        try await withStore { store in
            let code = try await refusal { _ = try await store.changes(Sample.acme, after: Revision(rawValue: 1), limit: 10) }
            #expect(code == "revision_unknown")
        }
    }

    @Test(arguments: ["", "1", "1.", ".1", "a.b", "-1.0", "1.-1", "1.2.3", "99999999999999999999.1", "1.99999999999", " 1.1"])
    func `a place that was made up is refused`(text: String) {
        #expect(throws: StoreError.self) { try ChangePosition(parsing: text) }
    }

    @Test func `a watcher is told of the newest revision and can wait for the next`() async throws {
        try await withStore { store in
            var signals = store.changeSignal(Sample.acme).makeAsyncIterator()
            _ = try await store.write(Sample.globex, [try Sample.touch(anne)], at: Sample.start)
            for _ in 0..<3 { _ = try await store.write(Sample.acme, [try Sample.touch(anne)], at: Sample.start) }
            #expect(await signals.next() == Revision(rawValue: 3))
            async let next = signals.next()
            _ = try await store.write(Sample.acme, updates: [.touch(try Sample.relationship(anne))], at: Sample.start)
            #expect(await next == Revision(rawValue: 4))
            _ = try await store.writeModel(Sample.acme, Sample.builtIn, at: Sample.start)
            #expect(await signals.next() == Revision(rawValue: 5))
        }
    }

    @Test func `streams end with their watcher and with the store`() async throws {
        try await withWorkshop { workshop in
            let store = try await workshop.open()
            try await populate(store)
            do {
                var brief = store.changeSignal(Sample.acme).makeAsyncIterator()
                _ = try await store.write(Sample.acme, [try Sample.touch(anne)], at: Sample.start)
                #expect(await brief.next() == Revision(rawValue: 1))
                #expect(store.signals.count(Sample.acme) == 1)
            }
            #expect(store.signals.count(Sample.acme) == 0)
            var lasting = store.changeSignal(Sample.acme).makeAsyncIterator()
            try await store.close()
            #expect(await lasting.next() == nil)
            var late = store.changeSignal(Sample.acme).makeAsyncIterator()
            #expect(await late.next() == nil)
        }
    }

    private func count(_ store: Store, _ tenant: TenantID) async throws -> Int? {
        try await store.pool.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM relationship_changes WHERE tenant_id = ?", arguments: [tenant.rawValue])
        }
    }
}
