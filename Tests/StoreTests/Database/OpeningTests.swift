import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct OpeningTests {
    @Test func `migrations are applied once`() async throws {
        try await withWorkshop { workshop in
            var seen: [[String]] = []
            for _ in 0..<2 {
                let store = try await workshop.open()
                let applied = try await store.pool.read {
                    try String.fetchAll($0, sql: "SELECT number || name || checksum || applied_at FROM migrations ORDER BY number")
                }
                seen.append(applied)
                try await store.close()
            }
            #expect(seen[0].count == Migrator.embedded().migrations.count)
            #expect(seen[0] == seen[1])
        }
    }

    @Test func `a lock is let go of although a new child still shares its file`() throws {
        let workshop = Workshop()
        defer { workshop.remove() }
        try FileManager.default.createDirectory(atPath: workshop.directory, withIntermediateDirectories: true)
        let database = workshop.directory + "/cardea.db"
        #expect(FileManager.default.createFile(atPath: database, contents: nil))
        var lock: DirectoryLock? = try DirectoryLock(database: database, in: workshop.directory)
        // What a child has between its making and becoming another program.
        let shared = dup(try #require(lock).descriptor)
        defer { close(shared) }
        #expect(throws: StoreError.self) { try DirectoryLock(database: database, in: workshop.directory) }
        lock = nil
        #expect(throws: Never.self) { try DirectoryLock(database: database, in: workshop.directory) }
    }

    @Test func `checksums are SHA-256`() {
        #expect(
            SHA256Digest.hexadecimal(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256Digest.hexadecimal(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test(arguments: ["UPDATE migrations SET checksum = 'x'", "UPDATE migrations SET name = '0001_other.sql'"])
    func `a migration that was changed is refused`(sql: String) async throws {
        let code = try await codeOfOpening(after: sql)
        #expect(code == "migration_changed")
    }

    @Test func `a database of a newer version is refused`() async throws {
        let code = try await codeOfOpening(after: "INSERT INTO migrations VALUES (999, '0999_later.sql', 'x', 0)")
        #expect(code == "database_newer")
    }

    @Test(arguments: [
        "CREATE TABLE orders (id INTEGER)", "CREATE TABLE users (id INTEGER)",
        "CREATE TABLE migrations (version TEXT)",
        "CREATE TABLE orders (id INTEGER); CREATE TABLE migrations (number, name, checksum, applied_at)",
    ])
    func `a database of something else is refused, and its tables stay what they were`(sql: String) async throws {
        let workshop = Workshop()
        defer { workshop.remove() }
        try FileManager.default.createDirectory(atPath: workshop.directory, withIntermediateDirectories: true)
        let schema = "SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_master ORDER BY name)"
        let foreign = try DatabaseQueue(path: workshop.databasePath)
        try await foreign.write { try $0.execute(sql: sql) }
        let before = try await foreign.read { try String.fetchOne($0, sql: schema) }
        try foreign.close()
        #expect(try await refusal { try await workshop.open().close() } == "database_foreign")
        let after = try await DatabaseQueue(path: workshop.databasePath).read { try String.fetchOne($0, sql: schema) }
        #expect(before != nil && after == before)
    }

    /// Opens a store, changes its database from outside and opens it again; undoes nothing.
    private func codeOfOpening(after sql: String) async throws -> String? {
        let workshop = Workshop()
        defer { workshop.remove() }
        try await workshop.open().close()
        let queue = try DatabaseQueue(path: workshop.databasePath)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
        return try await refusal { try await workshop.open().close() }
    }

    @Test func `the schema is the one that is checked in`() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "schema.sql")
        let expected = try String(contentsOf: file, encoding: .utf8)
        try await withStore { store in
            let statements = try await store.pool.read {
                try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
            }
            #expect(statements.map { $0 + ";\n" }.joined(separator: "\n") == expected)
        }
    }

    @Test func `the writer is durable and checks foreign keys`() async throws {
        try await withStore { store in
            let pragmas = try await store.pool.writeWithoutTransaction { database in
                [
                    try String.fetchOne(database, sql: "PRAGMA synchronous"), try String.fetchOne(database, sql: "PRAGMA foreign_keys"),
                    try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                ]
            }
            #expect(pragmas == ["2", "1", "wal"])
        }
    }

    @Test func `a directory is opened once at a time`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            let code = try await refusal { try await workshop.open().close() }
            #expect(code == "database_in_use")
            _ = try await first.createTenant(Sample.tenant(Sample.acme))
            try await first.close()
            let second = try await workshop.open()
            #expect(try await second.tenants().map(\.id) == [Sample.acme])
            try await second.close()
        }
    }

    @Test func `a directory is free again after a refused opening`() async throws {
        try await withWorkshop { workshop in
            try await workshop.open().close()
            let queue = try DatabaseQueue(path: workshop.databasePath)
            try await queue.write { try $0.execute(sql: "INSERT INTO migrations VALUES (999, 'x', 'x', 0)") }
            let code = try await refusal { try await workshop.open().close() }
            #expect(code == "database_newer")
            try await queue.write { try $0.execute(sql: "DELETE FROM migrations WHERE number = 999") }
            try queue.close()
            let again = try await refusal { try await workshop.open().close() }
            #expect(again == nil)
        }
    }

    @Test func `two directories that lead to one database are opened once at a time`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await withWorkshop { other in
                try FileManager.default.createDirectory(atPath: other.directory, withIntermediateDirectories: true)
                try FileManager.default.createSymbolicLink(atPath: other.databasePath, withDestinationPath: workshop.databasePath)
                #expect(try await refusal { try await other.open().close() } == "database_in_use")
                _ = try await first.createTenant(Sample.tenant(Sample.acme))
                try await first.close()
                let second = try await other.open()
                #expect(try await second.tenants().map(\.id) == [Sample.acme])
                #expect(try await refusal { try await workshop.open().close() } == "database_in_use")
                try await second.close()
            }
        }
    }

    @Test func `a link that leads nowhere is refused`() async throws {
        try await withWorkshop { workshop in
            try FileManager.default.createDirectory(atPath: workshop.directory, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: workshop.databasePath, withDestinationPath: workshop.directory + "/gone")
            #expect(try await refusal { try await workshop.open().close() } == "storage_failed")
        }
    }

    @Test func `nobody else may read the files`() async throws {
        try await withWorkshop { workshop in
            let store = try await workshop.open()
            try await populate(store)
            #expect(try mode(workshop.directory) == 0o700)
            let files = try FileManager.default.contentsOfDirectory(atPath: workshop.directory)
            #expect(Set(files).isSuperset(of: ["cardea.sqlite", "cardea.sqlite-wal", "lock"]))
            for file in files { #expect(try mode(workshop.directory + "/" + file) == 0o600, "\(file)") }
            try await store.close()
        }
    }

    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }
}
