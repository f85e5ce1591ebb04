import CMigrations
import Foundation
import GRDB

/// Applies `Migrations/*.sql` in order, each once, each in a transaction of its own, and notices when one was changed afterwards.
struct Migrator {
    struct Migration {
        let number: Int
        let name: String
        let sql: String
        let checksum: String
    }

    let migrations: [Migration]

    static func embedded() -> Migrator {
        let count = Int(cardea_migration_count)
        return Migrator(
            migrations: (0..<count).map { index in
                let name = String(cString: cardea_migration_name(Int32(index)))
                let bytes = UnsafeBufferPointer(start: cardea_migration_bytes(Int32(index)), count: cardea_migration_size(Int32(index)))
                return Migration(
                    number: index + 1, name: name, sql: String(decoding: bytes, as: UTF8.self),
                    checksum: SHA256Digest.hexadecimal(of: bytes))
            })
    }

    /// A database that holds something else is refused before any of its tables is touched.
    private static func requireOwn(_ database: Database) throws {
        let tables = try String.fetchSet(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        guard !tables.isEmpty else { return }
        let columns = tables.contains("migrations") ? try database.columns(in: "migrations").map(\.name) : []
        guard columns == ["number", "name", "checksum", "applied_at"] else { throw StoreError.databaseForeign }
        // The first migration makes all tables there are until the second, so only a database that holds nothing yet has none applied.
        guard try tables.count == 1 || Int.fetchOne(database, sql: "SELECT count(*) FROM migrations") ?? 0 > 0 else {
            throw StoreError.databaseForeign
        }
    }

    func migrate(_ database: Database, at time: Date) throws {
        try Self.requireOwn(database)
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS migrations (
                    number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at REAL NOT NULL
                ) STRICT
                """)
        let applied = try Row.fetchAll(database, sql: "SELECT number, name, checksum FROM migrations ORDER BY number")
        guard applied.count <= migrations.count else { throw StoreError.databaseNewer }
        for (row, migration) in zip(applied, migrations) {
            guard row["number"] == migration.number, row["name"] == migration.name, row["checksum"] == migration.checksum else {
                throw StoreError.migrationChanged(name: row["name"])
            }
        }
        for migration in migrations.dropFirst(applied.count) {
            try database.inTransaction(.immediate) {
                try database.execute(sql: migration.sql)
                try database.execute(
                    sql: "INSERT INTO migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                    arguments: [migration.number, migration.name, migration.checksum, Column.time(time)])
                return .commit
            }
        }
    }
}
