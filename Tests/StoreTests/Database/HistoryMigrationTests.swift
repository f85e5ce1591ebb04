import Foundation
import GRDB
import Permissions
import Testing

@testable import Store

@Suite struct HistoryMigrationTests {
    @Test func `a database of the first version is taken over`() async throws {
        try await withWorkshop { workshop in
            try firstVersion(workshop)
            let store = try await workshop.open()
            let written = try await store.writtenRelationships(
                Sample.acme, matching: RelationshipFilter(), after: nil, limit: 10, at: Sample.start
            ).items
            #expect(written.map(\.relationship.description) == ["group:g#member@group:h#member", "role:r#assignee@user:anne"])
            #expect(written.map(\.writtenAt) == [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 20)])

            // What the old history does not say cannot be told to a watcher.
            #expect(
                try await refusal { _ = try await store.changes(Sample.acme, after: Revision(rawValue: 1), limit: 9) } == "history_pruned")
            #expect(try await store.changes(Sample.acme, limit: 9).changes.isEmpty)
            _ = try await store.write(Sample.acme, [try Sample.touch("role:r#assignee@user:bob")], at: Sample.start)
            #expect(try await store.changes(Sample.acme, after: Revision(rawValue: 2), limit: 9).changes.count == 1)

            let names = try await store.pool.read { try String.fetchAll($0, sql: "SELECT name FROM administrators ORDER BY created_at") }
            #expect(names == ["root", "root-" + String(repeating: "02", count: 8), "other", "root-" + String(repeating: "01", count: 8)])
            #expect(try await store.administrator(secretHash: [UInt8](repeating: 1, count: 32)) != nil)
            try await store.close()
        }
    }

    @Test func `a name of an administrator is given once`() async throws {
        try await withStore { store in
            try await store.createAdministrator(NewAdministrator(name: "root", secretHash: Sample.hash(1), tenant: nil))
            let code = try await refusal {
                try await store.createAdministrator(NewAdministrator(name: "root", secretHash: Sample.hash(2), tenant: Sample.acme))
            }
            #expect(code == "already_exists")
            #expect(try await store.administratorCount() == 1)
        }
    }

    private func firstVersion(_ workshop: Workshop) throws {
        try FileManager.default.createDirectory(atPath: workshop.directory, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: workshop.databasePath)
        let first = Migrator(migrations: Array(Migrator.embedded().migrations.prefix(1)))
        try queue.writeWithoutTransaction { database in
            try first.migrate(database, at: Sample.start)
            try database.execute(sql: "INSERT INTO tenants (tenant_id, display_name, created_at, revision) VALUES ('acme', 'Acme', 1, 2)")
            try database.execute(
                sql: "INSERT INTO models (tenant_id, number, source, created_at) VALUES ('acme', 1, ?, 1)", arguments: [Model.builtInSource]
            )
            try database.execute(
                sql: """
                    INSERT INTO relationships
                        (tenant_id, object_type, object_id, relation, subject_type, subject_id, subject_relation)
                        VALUES ('acme', 'role', 'r', 'assignee', 'user', 'anne', ''), ('acme', 'group', 'g', 'member', 'group', 'h', 'member');
                    INSERT INTO relationship_changes (tenant_id, revision, position, operation, relationship, changed_at)
                        VALUES ('acme', 1, 0, 'touch', 'role:r#assignee@user:anne', 10), ('acme', 2, 0, 'touch', 'role:r#assignee@user:anne', 20);
                    """)
            for (number, name, time) in [(3, "root", 1), (2, "root", 2), (4, "other", 3), (1, "root", 4)] {
                let hash = Data(repeating: UInt8(number), count: 32)
                try database.execute(
                    sql: "INSERT INTO administrators (secret_hash, name, created_at) VALUES (?, ?, ?)",
                    arguments: [hash, name, Double(time)])
            }
        }
        try queue.close()
    }
}
