import CFaultyFiles
import CLogFiles
import Foundation
import Fuzzing
import GRDB
import GRDBSQLite
import Permissions
import Testing

@testable import Store

/// Commits whose pages are written to the log in one piece.
@Suite struct LogFileTests {
    private func withDatabase(cache: Int = 2_000, _ body: (FaultyDatabase) throws -> Void) throws {
        let workshop = Workshop()
        defer { workshop.remove() }
        try FileManager.default.createDirectory(atPath: workshop.directory, withIntermediateDirectories: true)
        try body(try FaultyDatabase(in: workshop.directory, cache: cache))
    }

    private func all(_ value: Int, at numbers: some Sequence<Int>) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: numbers.map { ($0, value) })
    }

    @Test func `the pages of a commit are written in few pieces and flushed before it is answered`() throws {
        try withDatabase { database in
            try database.begin()
            try database.put(1, at: 1...100)
            try database.commit()
            // As SQLite writes it: each page in two pieces.
            #expect(database.files.pointee.writeCount > 200)
            let before = database.files.pointee
            try database.begin()
            try database.put(2, at: 1...100)
            #expect(database.startGathering())
            #expect(database.files.pointee.writeCount == before.writeCount)
            try database.commit()
            // A hundred pages are more than 400 KiB, in pieces of 64.
            #expect(database.files.pointee.writeCount - before.writeCount <= 8)
            #expect(database.files.pointee.syncCount == before.syncCount + 1)
            #expect(database.files.pointee.unsynced == 0)
            for values in [try database.values(), try database.valuesElsewhere(), try database.valuesElsewhere(inCopy: true)] {
                #expect(values == all(2, at: 1...100))
            }
        }
    }

    @Test func `a commit of more than may be gathered is whole`() throws {
        try withDatabase { database in
            try database.write(1, at: 1...900)
            #expect(database.files.pointee.unsynced == 0)
            #expect(try database.values() == all(1, at: 1...900))
            #expect(try database.valuesElsewhere(inCopy: true) == all(1, at: 1...900))
        }
    }

    @Test func `whichever piece of a commit cannot be written, nothing of it is there and the next one stands`() throws {
        try withDatabase { database in
            try database.write(0, at: 1...100)
            let writes = database.files.pointee.writeCount
            try database.write(1, at: 1...100)
            let pieces = Int(database.files.pointee.writeCount - writes)
            #expect(pieces > 5)
            for failing in 0..<pieces {
                database.files.pointee.writesLeft = Int32(failing)
                #expect(throws: FaultyDatabase.Failure.self) { try database.write(1_000 + failing, at: 1...100) }
                database.files.pointee.writesLeft = -1
                let before = all(failing + 1, at: 1...100)
                #expect(try database.values() == before)
                #expect(try database.valuesElsewhere() == before)
                #expect(try database.valuesElsewhere(inCopy: true) == before)
                try database.write(failing + 2, at: 1...100)
                #expect(try database.valuesElsewhere(inCopy: true) == all(failing + 2, at: 1...100))
            }
        }
    }

    @Test func `a commit that cannot be flushed fails, and the next one stands`() throws {
        try withDatabase { database in
            try database.write(1, at: 1...50)
            database.files.pointee.syncsLeft = 0
            #expect(throws: FaultyDatabase.Failure.self) { try database.write(2, at: 1...50) }
            database.files.pointee.syncsLeft = -1
            #expect(try database.values() == all(1, at: 1...50))
            #expect(try database.valuesElsewhere() == all(1, at: 1...50))
            try database.write(3, at: 20...30)
            let after = all(1, at: 1...50).merging(all(3, at: 20...30)) { $1 }
            #expect(try database.values() == after)
            #expect(try database.valuesElsewhere(inCopy: true) == after)
        }
    }

    @Test func `what was gathered for a transaction that ended otherwise does not overwrite what others wrote after it`() throws {
        try withDatabase { database in
            try database.write(1, at: 1...50)
            try database.begin()
            database.startGathering()
            try database.put(2, at: 1...50)
            try database.flushCache()
            try database.run("ROLLBACK")
            try database.writeElsewhere(3, at: 1...10)
            try database.endGathering(isCommitted: false)
            try database.write(4, at: 5...20)
            let after = all(1, at: 1...50).merging(all(3, at: 1...4)) { $1 }.merging(all(4, at: 5...20)) { $1 }
            #expect(try database.values() == after)
            #expect(try database.valuesElsewhere() == after)
            #expect(try database.valuesElsewhere(inCopy: true) == after)
        }
    }

    @Test func `pages that went to the log before the commit are read from it, gathered or not`() throws {
        try withDatabase(cache: 10) { database in
            try database.write(1, at: 1...80)
            try database.begin()
            try database.put(2, at: 1...40)
            database.startGathering()
            try database.put(3, at: 30...80)
            let within = all(2, at: 1...29).merging(all(3, at: 30...80)) { $1 }
            #expect(try database.values() == within)
            #expect(try database.valuesElsewhere() == all(1, at: 1...80))
            try database.commit()
            #expect(try database.values() == within)
            #expect(try database.valuesElsewhere(inCopy: true) == within)
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, UInt64.random(in: 0...UInt64.max)])
    func `whatever fails and whoever moves the log, exactly what was answered is there`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        try withDatabase(cache: Int.random(in: 10...200, using: &random)) { database in
            var expected: [Int: Int] = [:]
            for round in 1...120 {
                let first = Int.random(in: 1...300, using: &random)
                let numbers = first..<(first + Int.random(in: 1...120, using: &random))
                let isGathered = Bool.random(using: &random)
                if Int.random(in: 0..<4, using: &random) == 0 {
                    database.files.pointee.writesLeft = Int32.random(in: 0...12, using: &random)
                }
                do {
                    try database.begin()
                    try database.put(round, at: numbers)
                    if isGathered { database.startGathering() }
                    try database.commit()
                    expected.merge(all(round, at: numbers)) { $1 }
                    #expect(database.files.pointee.unsynced == 0)
                } catch is FaultyDatabase.Failure {
                    // A statement that failed has ended the transaction, or leaves it to be ended.
                    try? database.run("ROLLBACK")
                }
                database.files.pointee.writesLeft = -1
                switch Int.random(in: 0..<10, using: &random) {
                case 0: try database.run("PRAGMA wal_checkpoint(PASSIVE)")
                case 1: try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
                case 2: #expect(try database.valuesElsewhere(inCopy: true) == expected, "seed \(seed), round \(round)")
                default: break
                }
                #expect(try database.values() == expected, "seed \(seed), round \(round)")
                #expect(try database.valuesElsewhere() == expected, "seed \(seed), round \(round)")
            }
        }
    }

    @Test func `the store's writer gathers its commits`() async throws {
        try await withStore { store in
            let isGathering = try await store.pool.writeWithoutTransaction { database in
                let answer = log_files_begin(database.sqliteConnection)
                #expect(log_files_end(database.sqliteConnection, 1) == SQLITE_OK)
                return answer != 0
            }
            #expect(isGathering)
        }
    }

    @Test func `a connection of other files is written as SQLite writes it`() throws {
        var connection: OpaquePointer?
        defer { sqlite3_close_v2(connection) }
        #expect(sqlite3_open_v2(":memory:", &connection, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK)
        #expect(log_files_begin(connection) == 0)
        #expect(log_files_end(connection, 1) == SQLITE_OK)
    }
}
