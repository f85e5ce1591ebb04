import Foundation
import GRDB
import Permissions
import Testing

@testable import Store

/// The table has no index by subject: the graph tells which rows a subject has.
@Suite struct SubjectReadingTests {
    private static let count = 1_200

    /// Everybody has a few roles, `user:*` one in twelve, and `group:g#member` three.
    private static func text(_ number: Int) -> String {
        switch number {
        case 7, 70, 700: "role:r\(number)#assignee@group:g#member"
        case let number where number % 12 == 0: "tool:s/t\(number)#caller@user:*"
        default: "role:r\(number)#assignee@user:u\(number % 200)"
        }
    }

    private func fill(_ store: Store) async throws -> [RelationshipKey] {
        let texts = (0..<Self.count).map(Self.text)
        for tenant in Sample.both {
            for start in stride(from: 0, to: texts.count, by: 600) {
                _ = try await store.write(tenant, try texts[start..<start + 600].map(Sample.touch), at: Sample.start)
            }
        }
        return try texts.map { try RelationshipKey(parsing: $0) }.sorted()
    }

    private func pages(_ store: Store, _ filter: RelationshipFilter, limit: Int) async throws -> [RelationshipKey] {
        var found: [RelationshipKey] = []
        var cursor: String?
        repeat {
            let page = try await store.relationships(Sample.acme, matching: filter, after: cursor, limit: limit, at: Sample.start)
            #expect(page.items.count <= limit)
            found += page.items.map(\.key)
            cursor = page.next
        } while cursor != nil && found.count <= Self.count
        return found
    }

    @Test func `a filter finds the same whether the graph or the table is asked`() async throws {
        try await withStore { store in
            let all = try await fill(store)
            let rare = try SubjectReference(parsing: "user:u5")
            let set = try SubjectReference(parsing: "group:g#member")
            let everybody = try SubjectReference(parsing: "user:*")
            let cases: [(RelationshipFilter, Bool, (RelationshipKey) -> Bool)] = [
                (RelationshipFilter(subject: rare), true, { $0.subject == rare }),
                (RelationshipFilter(objectType: "role", subject: set), true, { $0.subject == set }),
                (RelationshipFilter(objectType: "tool", subject: set), true, { _ in false }),
                (RelationshipFilter(subjectType: "group"), true, { $0.subject.type == "group" }),
                (RelationshipFilter(relations: ["owner"]), true, { _ in false }),
                (RelationshipFilter(subject: everybody), false, { $0.subject == everybody }),
                (RelationshipFilter(relation: "caller"), false, { $0.relation == "caller" }),
                (RelationshipFilter(subject: try SubjectReference(parsing: "user:nobody")), true, { _ in false }),
            ]
            let graph = try await store.graph(Sample.acme)
            for (filter, isRare, matches) in cases {
                #expect(graph.findsSooner(try #require(filter.key)) == isRare, "\(filter)")
                for limit in [1, 5, 1_000] {
                    #expect(try await pages(store, filter, limit: limit) == all.filter(matches), "\(filter) in pages of \(limit)")
                }
            }
        }
    }

    @Test func `a list that names no subject and no relation loads no graph`() async throws {
        try await withWorkshop { workshop in
            var store = try await workshop.open()
            try await populate(store)
            let all = try await fill(store)
            try await store.close()
            store = try await workshop.open()
            let role = try ObjectReference(parsing: "role:r5")
            let subject = try SubjectReference(parsing: "user:u5")
            #expect(try await pages(store, RelationshipFilter(), limit: 1_000) == all)
            let tools = all.filter { $0.object.type == "tool" }
            #expect(try await pages(store, RelationshipFilter(objectType: "tool"), limit: 7) == tools)
            #expect(try await pages(store, RelationshipFilter(object: role, subject: subject), limit: 7).count == 1)
            #expect(store.loadedGraph(Sample.acme) == nil)
            // Named twice, so only the table is asked.
            let twice = RelationshipFilter(relation: "assignee", relations: ["caller", "assignee"], subject: subject, subjectType: "user")
            #expect(twice.key == nil)
            let found = try await pages(store, twice, limit: 7)
            #expect(found.count == 6 && found.allSatisfy { $0.subject == subject })
            #expect(store.loadedGraph(Sample.acme) == nil)
            #expect(try await pages(store, RelationshipFilter(subject: subject), limit: 7) == found)
            #expect(store.loadedGraph(Sample.acme) != nil)
            try await store.close()
        }
    }

    @Test func `what stays is found by its subject while others are written`() async throws {
        try await withStore { store in
            let all = try await fill(store)
            let subject = try SubjectReference(parsing: "user:u5")
            let stable = all.filter { $0.subject == subject }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<60 {
                            let change = try Sample.touch("role:w\(writer)-\(number)#assignee@user:u\(number % 10)")
                            _ = try await store.write(Sample.acme, [change], at: Sample.start)
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<60 {
                        let found = try await store.relationships(
                            Sample.acme, matching: RelationshipFilter(subject: subject), after: nil, limit: 1_000, at: Sample.start)
                        #expect(Set(stable).isSubset(of: found.items.map(\.key)))
                        #expect(found.items.allSatisfy { $0.subject == subject })
                    }
                }
                try await group.waitForAll()
            }
            let written = (0..<4).flatMap { writer in (0..<6).map { "role:w\(writer)-\(5 + 10 * $0)#assignee@user:u5" } }
            let expected = (stable + (try written.map { try RelationshipKey(parsing: $0) })).sorted()
            #expect(try await pages(store, RelationshipFilter(subject: subject), limit: 3) == expected)
        }
    }

    @Test func `what a subject has is deleted, and nothing else`() async throws {
        try await withStore { store in
            let all = try await fill(store)
            let pattern = RelationshipPattern(objectType: "role", subjectType: "user", subjectID: "u5", subjectRelation: "")
            let first = try await store.delete(Sample.acme, matching: pattern, limit: 4, at: Sample.start)
            #expect(first.deletedCount == 4 && !first.isComplete)
            let rest = try await store.delete(Sample.acme, matching: pattern, limit: 4, at: Sample.start)
            #expect(rest.deletedCount == 2 && rest.isComplete)
            let kept = all.filter { $0.subject.id != "u5" }
            #expect(try await pages(store, RelationshipFilter(), limit: 1_000) == kept)
            #expect(try await store.graph(Sample.acme).relationshipCount == kept.count)
            #expect(try await store.graph(Sample.globex).relationshipCount == Self.count)
        }
    }

    @Test func `a store that was written with an index by subject is taken over`() async throws {
        try await withWorkshop { workshop in
            var store = try await workshop.open()
            try await populate(store)
            let all = try await fill(store)
            // As it was before: with the index, and without the migration that takes it away and those that came later.
            try await store.pool.write { database in
                try database.execute(
                    sql: """
                        CREATE INDEX relationships_by_subject ON relationships
                            (tenant_id, subject_type, subject_id, subject_relation, relation, object_type, object_id);
                        DROP INDEX relationships_by_expiry;
                        DELETE FROM migrations WHERE number >= 6;
                        """)
            }
            try await store.close()
            store = try await workshop.open()
            let indexes = try await store.pool.read {
                try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'relationships'")
            }
            #expect(!indexes.contains("relationships_by_subject"))
            let subject = try SubjectReference(parsing: "user:u5")
            #expect(try await pages(store, RelationshipFilter(subject: subject), limit: 2) == all.filter { $0.subject == subject })
            try await store.close()
        }
    }
}
