import GRDB
import Permissions
import Testing

@testable import Store

@Suite struct TransferTests {
    @Test func `an import is written in transactions of its own size and is visible`() async throws {
        try await withStore { store in
            let count = RelationshipImporter.transactionSize + 500
            let importer = store.importer(Sample.acme)
            let relationships = try (0..<count).map { try Sample.relationship("role:r\($0 % 50)#assignee@user:u\($0)") }
            try await importer.append(relationships, at: Sample.start)
            let all = try await importer.finish(at: Sample.start)
            #expect(all.committedCount == count)
            #expect(all.changedCount == count)
            #expect(all.revision == Revision(rawValue: 2))
            #expect(try await store.graph(Sample.acme).relationshipCount == count)
            #expect(try await store.graph(Sample.acme).revision == Revision(rawValue: 2))
            #expect(try await rowCount(store, "relationships") == count)
            #expect(try await store.graph(Sample.globex).relationshipCount == 0)
        }
    }

    @Test(arguments: [7, 64, 100, 1000])
    func `an import is in the history, one change after another`(limit: Int) async throws {
        try await withStore { store in
            var relationships = try (0..<300).map { try Sample.relationship("role:r#assignee@user:u\($0)") }
            for index in [0, 1, 70, 299] { relationships[index].expiresAt = Sample.later(60) }
            _ = try await store.write(Sample.acme, updates: [.create(relationships[200])], at: Sample.start)
            let importer = store.importer(Sample.acme)
            try await importer.append(relationships, at: Sample.later(1))
            try await importer.finish(at: Sample.later(1))
            var found: [RelationshipChangeRecord] = []
            var place = ChangePosition(after: Revision(rawValue: 1))
            var hasMore = true
            for _ in 0..<100 where hasMore {
                let page = try await store.changes(Sample.acme, after: place, limit: limit)
                #expect(page.changes.count <= limit)
                found += page.changes
                (place, hasMore) = (page.next, page.hasMore)
            }
            relationships.remove(at: 200)
            #expect(found.map(\.relationship) == relationships)
            #expect(found.map(\.position) == Array(0..<299))
            #expect(found.allSatisfy { $0.revision.rawValue == 2 && $0.operation == .touch && $0.changedAt == Sample.later(1) })
        }
    }

    @Test func `an import stores and tells exactly what single writes do`() async throws {
        try await withStore { store in
            let texts = [
                "role:r#assignee@user:anne", "role:r#assignee@group:g#member", "group:g#member@group:h#member", "tool:a/b#caller@user:*",
                "tool:a/b#server@server:a", "role:r@home#assignee@user:anne@example.com", "role:é#assignee@user:日本",
                "role:r#assignee@user:u*",
            ]
            var relationships = try texts.map(Sample.relationship)
            relationships[1].expiresAt = Sample.later(60)
            // Named again, once as it is and once without its end.
            relationships += [relationships[0], try Sample.relationship(texts[1])]
            let importer = store.importer(Sample.acme)
            try await importer.append(relationships, at: Sample.start)
            let progress = try await importer.finish(at: Sample.start)
            #expect(progress.committedCount == 10 && progress.changedCount == 9)
            for relationship in relationships {
                _ = try await store.write(Sample.globex, updates: [.touch(relationship)], at: Sample.start)
            }
            var lists: [[WrittenRelationship]] = []
            for tenant in Sample.both {
                lists.append(
                    try await store.writtenRelationships(tenant, matching: RelationshipFilter(), after: nil, limit: 100, at: Sample.start)
                        .items)
            }
            #expect(lists[0].count == 8)
            #expect(lists[0] == lists[1])
            let history = try await store.changes(Sample.acme, limit: 100).changes
            #expect(history.map(\.relationship) == Array(relationships[..<8]) + [relationships[9]])
            let graph = try await store.graph(Sample.acme)
            #expect(graph.relationshipCount == 8)
            #expect(graph.keys(KeyPattern(), at: Sample.start, limit: 100) == lists[0].map(\.relationship.key))
        }
    }

    @Test func `the log is longer while an import runs only`() async throws {
        try await withStore { store in
            func length() async throws -> Int? {
                try await store.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint") }
            }
            let relationship = try Sample.relationship("role:r#assignee@user:anne")
            #expect(try await length() == 8_000)
            _ = try await store.submit(Sample.acme, .portion(ImportPortion([relationship])), at: Sample.start)
            _ = try await store.write(Sample.globex, [.touch(relationship)], at: Sample.start)
            #expect(try await length() == 32_000)
            try await store.importer(Sample.acme).finish(at: Sample.start)
            #expect(try await length() == 8_000)
        }
    }

    @Test func `an import that is given up leaves the log as it was`() async throws {
        try await withStore { store in
            func length() async throws -> Int? {
                try await store.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint") }
            }
            do {
                let importer = store.importer(Sample.acme)
                try await importer.append(
                    try (0..<RelationshipImporter.transactionSize).map { try Sample.relationship("role:r#assignee@user:u\($0)") },
                    at: Sample.start)
            }
            // Nobody is told, so a bounded number of looks; the transaction that was under way comes first.
            for _ in 0..<400 {
                let count = try await store.graph(Sample.acme).relationshipCount
                let pages = try await length()
                if count == RelationshipImporter.transactionSize, pages == 8_000 { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await store.graph(Sample.acme).relationshipCount == RelationshipImporter.transactionSize)
            #expect(try await length() == 8_000)
        }
    }

    @Test func `an import that is repeated changes what is different only`() async throws {
        try await withStore { store in
            var relationships = try (0..<10).map { try Sample.relationship("role:r#assignee@user:u\($0)") }
            _ = try await store.write(Sample.acme, updates: [.create(relationships[0])], at: Sample.start)
            for expected in [9, 0, 1] {
                let importer = store.importer(Sample.acme)
                try await importer.append(relationships, at: Sample.later(1))
                let progress = try await importer.finish(at: Sample.later(1))
                #expect(progress.committedCount == 10)
                #expect(progress.changedCount == expected)
                relationships[3].expiresAt = expected == 0 ? Sample.later(60) : nil
            }
            #expect(try await rowCount(store, "relationships") == 10)
            #expect(try await store.changes(Sample.acme, limit: 100).changes.count == 11)
            #expect(try await store.graph(Sample.acme).relationshipCount == 10)
            let written = try await store.writtenRelationships(
                Sample.acme, matching: RelationshipFilter(), after: nil, limit: 2, at: Sample.start
            ).items
            #expect(written.map(\.writtenAt) == [Sample.start, Sample.later(1)])
        }
    }

    @Test func `a batch with a relationship that the model does not accept is refused as a whole`() async throws {
        try await withStore { store in
            let importer = store.importer(Sample.acme)
            let good = try Sample.relationship("role:r#assignee@user:anne")
            let batch = [good, try Sample.relationship("tool:a/b#can_call@user:anne")]
            let error = await #expect(throws: StoreError.self) { try await importer.append(batch, at: Sample.start) }
            guard case .invalidRelationship(1, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await importer.finish(at: Sample.start) == RelationshipImporter.Progress())
            try await importer.append([good], at: Sample.start)
            #expect(try await importer.finish(at: Sample.start).committedCount == 1)
        }
    }

    @Test func `what waits is checked again when the model has changed meanwhile`() async throws {
        try await withStore { store in
            let importer = store.importer(Sample.acme)
            try await importer.append([try Sample.relationship("tool:a/b#caller@user:anne")], at: Sample.start)
            let narrow = try Model(parsing: "model\n  schema 1.1\ntype user\n")
            _ = try await store.writeModel(Sample.acme, narrow, at: Sample.start)
            let code = try await refusal { try await importer.finish(at: Sample.start) }
            #expect(code == "unknown_type")
            #expect(try await store.graph(Sample.acme).relationshipCount == 0)
            // It is still waiting, so that nothing is lost without a word.
            _ = try await store.writeModel(Sample.acme, Sample.builtIn, at: Sample.start)
            #expect(try await importer.finish(at: Sample.start).committedCount == 1)
        }
    }

    @Test(arguments: [1, 3, 5, 100])
    func `an export is of one revision, whatever is written meanwhile`(pageSize: Int) async throws {
        try await withStore { store in
            let texts = (0..<5).map { "role:r\($0)#assignee@user:anne" }
            for tenant in Sample.both { _ = try await store.write(tenant, try texts.map(Sample.touch), at: Sample.start) }
            let export = try await store.export(Sample.acme, at: Sample.start, pageSize: pageSize)
            #expect(export.revision == Revision(rawValue: 1))
            var pages: [[String]] = []
            for try await page in export {
                pages.append(page.map(\.description))
                let changes = [try Sample.delete(texts[4]), try Sample.touch("role:r9#assignee@user:u\(pages.count)")]
                _ = try await store.write(Sample.acme, changes, at: Sample.start)
            }
            #expect(pages.flatMap { $0 } == texts)
            #expect(pages.allSatisfy { $0.count <= pageSize && !$0.isEmpty })
            #expect(try await store.export(Sample.acme, at: Sample.start).revision > export.revision)
        }
    }

    @Test func `few exports are held at a time`() async throws {
        try await withStore { store in
            var held: [RelationshipExport] = []
            for _ in 0..<ReadingPermits.exports { held.append(try await store.export(Sample.acme, at: Sample.start)) }
            let code = try await refusal { _ = try await store.export(Sample.acme, at: Sample.start) }
            #expect(code == "busy")
            held.removeLast()
            let again = try await refusal { _ = try await store.export(Sample.acme, at: Sample.start) }
            #expect(again == nil)
            #expect(held.count == ReadingPermits.exports - 1)
        }
    }

    @Test func `an import shares a transaction with other writes`() async throws {
        try await withStore { store in
            _ = try await store.graph(Sample.acme)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for importNumber in 0..<4 {
                    group.addTask {
                        let importer = store.importer(Sample.acme)
                        let batch = try (0..<500).map { try Sample.relationship("role:i\(importNumber)#assignee@user:u\($0)") }
                        try await importer.append(batch, at: Sample.start)
                        try await importer.finish(at: Sample.start)
                    }
                }
                for number in 0..<40 {
                    group.addTask {
                        let touched = try Sample.touch("role:w#assignee@user:u\(number)")
                        _ = try await store.write(Sample.acme, [touched], at: Sample.start)
                    }
                }
                try await group.waitForAll()
            }
            let graph = try await store.graph(Sample.acme)
            #expect(graph.relationshipCount == 2040)
            #expect(graph.revision == Revision(rawValue: 44))
            #expect(try await rowCount(store, "relationships") == 2040)
        }
    }

    @Test func `an import that is given up tells exactly what it has written`() async throws {
        try await withStore { store in
            let importer = store.importer(Sample.acme)
            let work = Task {
                let relationships = try (0..<RelationshipImporter.transactionSize + 7).map {
                    try Sample.relationship("role:r\($0 % 50)#assignee@user:u\($0)")
                }
                try await importer.append(relationships, at: Sample.start)
                withUnsafeCurrentTask { $0?.cancel() }
                try await importer.settle()
                return importer.progress
            }
            let progress = try await work.value
            #expect(progress.committedCount == RelationshipImporter.transactionSize)
            #expect(progress.changedCount == RelationshipImporter.transactionSize)
            #expect(progress.revision == Revision(rawValue: 1))
            #expect(try await rowCount(store, "relationships") == RelationshipImporter.transactionSize)
        }
    }

    @Test func `an export of nothing has no page`() async throws {
        try await withStore { store in
            var pages = 0
            for try await _ in try await store.export(Sample.acme, at: Sample.start) { pages += 1 }
            #expect(pages == 0)
            let unknown = try TenantID("unknown")
            let code = try await refusal { _ = try await store.export(unknown, at: Sample.start) }
            #expect(code == "not_found")
        }
    }

    private func rowCount(_ store: Store, _ table: String) async throws -> Int? {
        try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table) WHERE tenant_id = 'acme'") }
    }
}
