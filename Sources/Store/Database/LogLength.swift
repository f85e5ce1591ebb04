import GRDB

/// How many pages of 4 KiB the write-ahead log holds when a commit begins to move them to the database.
enum LogLength: Int {
    /// Short, since the write that reaches it waits until all are moved.
    case usual = 8_000
    /// An import changes the same pages in one transaction after the other: in a longer log most are moved once for several.
    case whileImporting = 32_000

    func set(in database: Database) throws {
        try database.execute(sql: "PRAGMA wal_autocheckpoint = \(rawValue)")
    }
}
