import CFaultyFiles
import CLogFiles
import Foundation
import GRDBSQLite

/// A database whose log is gathered by `CLogFiles` and written by files that fail when they are told to.
///
/// The table `pages` has a row that fills a page for each number, so that a transaction has as many pages to write as it has rows.
final class FaultyDatabase {
    struct Failure: Error {
        let code: Int32
    }

    let path: String
    let files: UnsafeMutablePointer<FaultyFiles>
    private let vfs: String
    private var connection: OpaquePointer?

    /// The connection has no more pages in memory than `cache`.
    init(in directory: String, cache: Int = 2_000) throws {
        path = directory + "/faulty.sqlite"
        vfs = "gathering-" + UUID().uuidString
        guard let files = faulty_files_register("under-" + vfs) else { throw Failure(code: SQLITE_NOMEM) }
        self.files = files
        try Self.require(log_files_register(vfs, "under-" + vfs, 0))
        try open(cache: cache)
        try run("CREATE TABLE IF NOT EXISTS pages (number INTEGER PRIMARY KEY, value INTEGER NOT NULL, filling TEXT NOT NULL)")
    }

    deinit { sqlite3_close_v2(connection) }

    private static func require(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw Failure(code: code) }
    }

    private func open(cache: Int) throws {
        try Self.require(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs))
        try run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = \(cache); PRAGMA wal_autocheckpoint = 0")
    }

    func run(_ sql: String) throws { try Self.run(sql, connection) }

    private static func run(_ sql: String, _ connection: OpaquePointer?) throws {
        try require(sqlite3_exec(connection, sql, nil, nil, nil))
    }

    func begin() throws { try run("BEGIN IMMEDIATE") }

    func put(_ value: Int, at numbers: some Sequence<Int>) throws { try Self.put(value, at: numbers, connection) }

    private static func put(_ value: Int, at numbers: some Sequence<Int>, _ connection: OpaquePointer?) throws {
        for number in numbers {
            try run("INSERT OR REPLACE INTO pages VALUES (\(number), \(value), hex(zeroblob(1800)))", connection)
        }
    }

    /// Sends the pages of the transaction to the log, long before its end.
    func flushCache() throws { try Self.require(sqlite3_db_cacheflush(connection)) }

    /// False when the log is not gathered.
    @discardableResult func startGathering() -> Bool { log_files_begin(connection) != 0 }

    func endGathering(isCommitted: Bool) throws { try Self.require(log_files_end(connection, isCommitted ? 1 : 0)) }

    func commit() throws {
        do {
            try run("COMMIT")
        } catch {
            try endGathering(isCommitted: false)
            if sqlite3_get_autocommit(connection) == 0 { try run("ROLLBACK") }
            throw error
        }
        try endGathering(isCommitted: true)
    }

    /// A gathered transaction.
    func write(_ value: Int, at numbers: some Sequence<Int>) throws {
        try begin()
        try put(value, at: numbers)
        startGathering()
        try commit()
    }

    /// As the connection itself sees it.
    func values() throws -> [Int: Int] { try Self.values(connection) }

    /// As somebody else sees it, who knows nothing of this way to write: in the same files, or in a copy of what is on the disk.
    func valuesElsewhere(inCopy: Bool = false) throws -> [Int: Int] {
        var place = path
        if inCopy {
            place = path + "-copy-" + UUID().uuidString
            for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
                try FileManager.default.copyItem(atPath: path + ending, toPath: place + ending)
            }
        }
        var other: OpaquePointer?
        defer { sqlite3_close_v2(other) }
        try Self.require(sqlite3_open_v2(place, &other, SQLITE_OPEN_READWRITE, "unix"))
        return try Self.values(other)
    }

    /// A transaction of somebody else in the same files.
    func writeElsewhere(_ value: Int, at numbers: some Sequence<Int>) throws {
        var other: OpaquePointer?
        defer { sqlite3_close_v2(other) }
        try Self.require(sqlite3_open_v2(path, &other, SQLITE_OPEN_READWRITE, "unix"))
        try Self.put(value, at: numbers, other)
    }

    private static func values(_ connection: OpaquePointer?) throws -> [Int: Int] {
        var values: [Int: Int] = [:]
        try each("PRAGMA integrity_check", connection) { statement in
            if String(cString: sqlite3_column_text(statement, 0)) != "ok" { throw Failure(code: SQLITE_CORRUPT) }
        }
        try each("SELECT number, value FROM pages", connection) { statement in
            values[Int(sqlite3_column_int64(statement, 0))] = Int(sqlite3_column_int64(statement, 1))
        }
        return values
    }

    private static func each(_ sql: String, _ connection: OpaquePointer?, _ body: (OpaquePointer?) throws -> Void) throws {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try require(sqlite3_prepare_v2(connection, sql, -1, &statement, nil))
        while true {
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else {
                guard code == SQLITE_DONE else { throw Failure(code: code) }
                return
            }
            try body(statement)
        }
    }
}
