import Foundation
import Permissions
import Testing

@testable import Store

@Suite struct ReadingTests {
    @Test(arguments: [1, 2, 3, 7, 100])
    func `pages together are the whole list in order`(limit: Int) async throws {
        try await withStore { store in
            let texts = (0..<7).map { "role:r\($0)#assignee@user:anne" }
            for tenant in Sample.both { _ = try await store.write(tenant, try texts.reversed().map(Sample.touch), at: Sample.start) }
            var found: [String] = []
            var cursor: String?
            var pages = 0
            repeat {
                let page = try await store.relationships(
                    Sample.acme, matching: RelationshipFilter(), after: cursor, limit: limit, at: Sample.start)
                #expect(page.items.count <= limit)
                found += page.items.map(\.description)
                cursor = page.next
                pages += 1
            } while cursor != nil && pages < 20
            #expect(found == texts)
            #expect(pages == (texts.count + limit - 1) / limit)
        }
    }

    @Test func `a cursor of another tenant is refused`() async throws {
        try await withStore { store in
            for tenant in Sample.both {
                let changes = [try Sample.touch("role:a#assignee@user:anne"), try Sample.touch("role:b#assignee@user:anne")]
                _ = try await store.write(tenant, changes, at: Sample.start)
            }
            let page = try await store.relationships(Sample.acme, matching: RelationshipFilter(), after: nil, limit: 1, at: Sample.start)
            let cursor = try #require(page.next)
            #expect(try await code(store, Sample.globex, cursor) == "invalid_cursor")
            #expect(try await code(store, Sample.acme, cursor) == nil)
            #expect(try await code(store, Sample.acme, cursor, RelationshipFilter(relation: "member")) == "invalid_cursor")
        }
    }

    @Test(arguments: ["", "x", "AAAA", "W10=", "WyJhY21lIl0=", String(repeating: "A", count: 5000)])
    func `a cursor that was made up is refused`(cursor: String) async throws {
        try await withStore { store in
            let code = try await code(store, Sample.acme, cursor)
            #expect(code == "invalid_cursor")
        }
    }

    @Test func `a filter names object, relation and subject`() async throws {
        try await withStore { store in
            let texts = [
                "group:g#member@user:anne", "role:a#assignee@group:g#member", "role:a#assignee@user:anne", "role:b#assignee@user:bob",
            ]
            _ = try await store.write(Sample.acme, try texts.map(Sample.touch), at: Sample.start)
            func found(_ filter: RelationshipFilter, in tenant: TenantID = Sample.acme) async throws -> [String] {
                try await store.relationships(tenant, matching: filter, after: nil, limit: 10, at: Sample.start).items.map(\.description)
            }
            let role = try ObjectReference(parsing: "role:a")
            let anne = try SubjectReference(parsing: "user:anne")
            let group = try SubjectReference(parsing: "group:g#member")
            #expect(try await found(RelationshipFilter(object: role)) == Array(texts[1...2]))
            #expect(try await found(RelationshipFilter(relation: "assignee")) == Array(texts[1...3]))
            #expect(try await found(RelationshipFilter(subject: anne)) == [texts[0], texts[2]])
            #expect(try await found(RelationshipFilter(subject: group)) == [texts[1]])
            #expect(try await found(RelationshipFilter(object: role, relation: "assignee", subject: anne)) == [texts[2]])
            #expect(try await found(RelationshipFilter(object: role), in: Sample.globex).isEmpty)
        }
    }

    @Test func `a filter names types and several relations`() async throws {
        try await withStore { store in
            let texts = [
                "group:g#member@group:h#member", "group:g#member@user:anne", "role:a#assignee@user:anne", "tool:a/b#caller@user:anne",
                "tool:a/b#server@server:a",
            ]
            _ = try await store.write(Sample.acme, try texts.map(Sample.touch), at: Sample.start)
            func found(_ filter: RelationshipFilter, limit: Int = 10) async throws -> [String] {
                var items: [String] = []
                var cursor: String?
                repeat {
                    let page = try await store.relationships(Sample.acme, matching: filter, after: cursor, limit: limit, at: Sample.start)
                    items += page.items.map(\.description)
                    cursor = page.next
                } while cursor != nil && items.count < 20
                return items
            }
            for limit in [1, 2, 10] {
                #expect(try await found(RelationshipFilter(objectType: "group"), limit: limit) == Array(texts[0...1]))
                #expect(try await found(RelationshipFilter(objectType: "tool"), limit: limit) == Array(texts[3...4]))
                let anne = try SubjectReference(parsing: "user:anne")
                #expect(try await found(RelationshipFilter(subject: anne), limit: limit) == Array(texts[1...3]))
                #expect(try await found(RelationshipFilter(subjectType: "user"), limit: limit) == Array(texts[1...3]))
                let either = RelationshipFilter(relations: ["member", "caller"])
                #expect(try await found(either, limit: limit) == [texts[0], texts[1], texts[3]])
                let typed = RelationshipFilter(objectType: "tool", relations: ["caller"], subjectType: "user")
                #expect(try await found(typed, limit: limit) == [texts[3]])
                let tool = try ObjectReference(parsing: "tool:a/b")
                #expect(try await found(RelationshipFilter(object: tool), limit: limit) == Array(texts[3...4]))
                let exact = RelationshipFilter(object: tool, relation: "caller", subject: anne)
                #expect(try await found(exact, limit: limit) == [texts[3]])
            }
            #expect(try await found(RelationshipFilter(relations: [])).isEmpty)
            let many = RelationshipFilter(relations: Array(repeating: "member", count: 101))
            #expect(try await refusal { _ = try await found(many) } == "too_many")
        }
    }

    @Test func `a relationship comes with the time of its last write`() async throws {
        try await withStore { store in
            let text = "role:a#assignee@user:anne"
            func time() async throws -> Date? {
                try await store.writtenRelationships(Sample.acme, matching: RelationshipFilter(), after: nil, limit: 1, at: Sample.start)
                    .items.first?
                    .writtenAt
            }
            _ = try await store.write(Sample.acme, [try Sample.touch(text)], at: Sample.later(1))
            #expect(try await time() == Sample.later(1))
            _ = try await store.write(Sample.acme, updates: [.touch(try Sample.relationship(text))], at: Sample.later(2))
            #expect(try await time() == Sample.later(2))
            let same = [RelationshipUpdate.create(try Sample.relationship(text))]
            _ = try await store.write(Sample.acme, updates: same, mode: WriteMode(onDuplicate: .ignore), at: Sample.later(3))
            #expect(try await time() == Sample.later(2))
        }
    }

    private func code(
        _ store: Store, _ tenant: TenantID, _ cursor: String, _ filter: RelationshipFilter = RelationshipFilter()
    ) async throws -> String? {
        try await refusal { _ = try await store.relationships(tenant, matching: filter, after: cursor, limit: 1, at: Sample.start) }
    }
}
