import Foundation
import GRDB
import Permissions
import Testing

@testable import Store

@Suite struct UpdateTests {
    private let anne = "role:ops#assignee@user:anne"
    private let bob = "role:ops#assignee@user:bob"

    @Test func `a relationship is created once`() async throws {
        try await withStore { store in
            let update = RelationshipUpdate.create(try Sample.relationship(anne))
            #expect(try await write(store, [update]) == nil)
            #expect(try await write(store, [update]) == "relationship_exists")
            #expect(try await write(store, [update], WriteMode(onDuplicate: .ignore)) == nil)
            #expect(try await write(store, [.touch(try Sample.relationship(anne))]) == nil)
            #expect(try await stored(store) == [anne])
            #expect(try await stored(store, Sample.globex).isEmpty)
            // Neither the refused nor the ignored one is in the history.
            #expect(try await changeCount(store) == 2)
        }
    }

    @Test func `one that is there with another expiry is a conflict even where duplicates are ignored`() async throws {
        try await withStore { store in
            var relationship = try Sample.relationship(anne)
            #expect(try await write(store, [.create(relationship)]) == nil)
            relationship.expiresAt = Sample.later(60)
            #expect(try await write(store, [.create(relationship)], WriteMode(onDuplicate: .ignore)) == "relationship_conflict")
            #expect(try await write(store, [.create(relationship)]) == "relationship_exists")
            #expect(try await write(store, [.touch(relationship)]) == nil)
            #expect(try await write(store, [.create(relationship)], WriteMode(onDuplicate: .ignore)) == nil)
        }
    }

    @Test func `one that has expired may be created again and need not be deleted`() async throws {
        try await withStore { store in
            var relationship = try Sample.relationship(anne)
            relationship.expiresAt = Sample.later(60)
            #expect(try await write(store, [.create(relationship)]) == nil)
            #expect(try await write(store, [.create(relationship)], at: Sample.later(59)) == "relationship_exists")
            #expect(try await write(store, [.delete(relationship.key)], at: Sample.later(60)) == "relationship_missing")
            relationship.expiresAt = nil
            #expect(try await write(store, [.create(relationship)], at: Sample.later(60)) == nil)
            #expect(try await stored(store) == [anne])
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
        }
    }

    @Test func `what is not there is deleted only where that is ignored`() async throws {
        try await withStore { store in
            let deletion = RelationshipUpdate.delete(try RelationshipKey(parsing: anne))
            #expect(try await write(store, [deletion]) == "relationship_missing")
            #expect(try await write(store, [deletion], WriteMode(onMissing: .ignore)) == nil)
            #expect(try await changeCount(store) == 0)
            #expect(try await write(store, [.create(try Sample.relationship(anne))]) == nil)
            #expect(try await write(store, [deletion]) == nil)
            #expect(try await stored(store).isEmpty)
            #expect(try await store.graph(Sample.acme).relationshipCount == 0)
        }
    }

    @Test func `a refused write names the update and writes nothing`() async throws {
        try await withStore { store in
            #expect(try await write(store, [.create(try Sample.relationship(bob))]) == nil)
            let updates: [RelationshipUpdate] = [.create(try Sample.relationship(anne)), .create(try Sample.relationship(bob))]
            let error = await #expect(throws: StoreError.self) {
                try await store.write(Sample.acme, updates: updates, at: Sample.start)
            }
            guard case .relationshipExists(let index, let description) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(index == 1)
            #expect(description == bob)
            #expect(try await stored(store) == [bob])
            #expect(try await store.graph(Sample.acme).revision == Revision(rawValue: 1))
        }
    }

    @Test func `a relationship named twice is refused, whatever is asked of it`() async throws {
        try await withStore { store in
            let relationship = try Sample.relationship(anne)
            let pairs: [[RelationshipUpdate]] = [
                [.touch(relationship), .delete(relationship.key)], [.create(relationship), .create(relationship)],
                [.delete(relationship.key), .create(relationship)],
            ]
            for updates in pairs {
                let mode = WriteMode(onDuplicate: .ignore, onMissing: .ignore)
                #expect(try await write(store, updates, mode) == "duplicate_in_batch")
            }
            #expect(try await stored(store).isEmpty)
        }
    }

    @Test func `an update that the model does not accept is refused`() async throws {
        try await withStore { store in
            let updates: [RelationshipUpdate] = [
                .touch(try Sample.relationship(anne)), .create(try Sample.relationship("tool:a/b#can_call@user:anne")),
            ]
            #expect(try await write(store, updates) == "relation_not_assignable")
            #expect(try await stored(store).isEmpty)
        }
    }

    @Test func `preconditions are looked at in the transaction`() async throws {
        try await withStore { store in
            #expect(try await write(store, [.create(try Sample.relationship(bob))]) == nil)
            let update = RelationshipUpdate.touch(try Sample.relationship(anne))
            let someone = RelationshipPattern(objectType: "role", objectID: "ops", relation: "assignee")
            let group = RelationshipPattern(objectType: "role", subjectType: "group", subjectRelation: "member")
            let user = RelationshipPattern(objectType: "role", subjectType: "user", subjectID: "bob", subjectRelation: "")
            let holding =
                [someone, user].map { Precondition(pattern: $0, mustMatch: true) } + [Precondition(pattern: group, mustMatch: false)]
            for index in holding.indices {
                var broken = holding
                broken[index].mustMatch.toggle()
                let error = await #expect(throws: StoreError.self) {
                    try await store.write(Sample.acme, updates: [update], preconditions: broken, at: Sample.start)
                }
                guard case .preconditionFailed(index) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
            #expect(try await stored(store) == [bob])
            _ = try await store.write(Sample.acme, updates: [update], preconditions: holding, at: Sample.start)
            #expect(try await stored(store) == [anne, bob])
        }
    }

    @Test func `a precondition does not match what has expired`() async throws {
        try await withStore { store in
            var relationship = try Sample.relationship(anne)
            relationship.expiresAt = Sample.later(60)
            #expect(try await write(store, [.touch(relationship)]) == nil)
            let update = RelationshipUpdate.touch(try Sample.relationship(bob))
            let patterns = [
                RelationshipPattern(objectType: "role"), RelationshipPattern(objectType: "role", objectID: "ops"),
                RelationshipPattern(objectType: "role", subjectType: "user", subjectID: "anne"),
                RelationshipPattern(objectType: "role", subjectID: "anne"),
            ]
            for pattern in patterns {
                let condition = Precondition(pattern: pattern, mustMatch: true)
                let code = try await refusal {
                    _ = try await store.write(Sample.acme, updates: [update], preconditions: [condition], at: Sample.later(60))
                }
                #expect(code == "precondition_failed", "\(pattern)")
                let inTime = try await refusal {
                    _ = try await store.write(Sample.acme, updates: [], preconditions: [condition], at: Sample.later(59))
                }
                #expect(inTime == nil, "\(pattern)")
            }
        }
    }

    @Test func `a pattern deletes what it matches, a limited number at a time`() async throws {
        try await withStore { store in
            let changes =
                try (0..<5).map { try Sample.touch("role:ops#assignee@user:u\($0)") } + [try Sample.touch("role:dev#assignee@user:u1")]
            for tenant in Sample.both { _ = try await store.write(tenant, changes, at: Sample.start) }
            let pattern = RelationshipPattern(objectType: "role", objectID: "ops")
            var counts: [Int] = []
            var isComplete = false
            while !isComplete, counts.count < 9 {
                let deletion = try await store.delete(Sample.acme, matching: pattern, limit: 2, at: Sample.start)
                #expect(deletion.revision.rawValue == UInt64(counts.count) + 2)
                counts.append(deletion.deletedCount)
                isComplete = deletion.isComplete
            }
            #expect(counts == [2, 2, 1])
            #expect(try await stored(store) == ["role:dev#assignee@user:u1"])
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
            #expect(try await store.graph(Sample.globex).relationshipCount == 6)
            let code = try await refusal {
                let condition = Precondition(pattern: pattern, mustMatch: true)
                _ = try await store.delete(
                    Sample.acme, matching: RelationshipPattern(objectType: "role"), preconditions: [condition], at: Sample.start)
            }
            #expect(code == "precondition_failed")
        }
    }

    @Test func `a write has a bounded number of updates and preconditions`() async throws {
        try await withStore { store in
            let updates = try (0...1000).map { RelationshipUpdate.touch(try Sample.relationship("role:ops#assignee@user:u\($0)")) }
            #expect(try await write(store, updates) == "too_many")
            let condition = Precondition(pattern: RelationshipPattern(objectType: "role"), mustMatch: false)
            let code = try await refusal {
                _ = try await store.write(
                    Sample.acme, updates: [], preconditions: Array(repeating: condition, count: 101), at: Sample.start)
            }
            #expect(code == "too_many")
            #expect(try await stored(store).isEmpty)
        }
    }

    private func write(
        _ store: Store, _ updates: [RelationshipUpdate], _ mode: WriteMode = WriteMode(), at time: Date = Sample.start
    ) async throws -> String? {
        try await refusal { _ = try await store.write(Sample.acme, updates: updates, mode: mode, at: time) }
    }

    private func stored(_ store: Store, _ tenant: TenantID = Sample.acme) async throws -> [String] {
        try await store.relationships(tenant, matching: RelationshipFilter(), after: nil, limit: 1000, at: Sample.start).items.map(
            \.description)
    }

    private func changeCount(_ store: Store) async throws -> Int? {
        try await store.pool.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM relationship_changes WHERE tenant_id = 'acme'")
        }
    }
}
