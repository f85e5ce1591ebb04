import CLogFiles
import GRDB
import GRDBSQLite

extension Database {
    /// The name of the VFS that writes the log of a commit in one piece.
    private static let gatheringFiles = "cardea"

    /// To be called before a database is opened whose commits are to be gathered.
    static func gatherLogs() throws {
        try registration.get()
    }

    /// Once in the process, whoever opens a database at the same moment.
    private static let registration = Result<Void, any Error> {
        let code = log_files_register(gatheringFiles, nil, 1)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// A transaction whose pages are written to the log in one piece, for a connection with `PRAGMA synchronous = FULL`.
    func inGatheredTransaction(_ body: () throws -> Void) throws {
        do {
            try inTransaction(.immediate) {
                try body()
                log_files_begin(sqliteConnection)
                return .commit
            }
        } catch {
            log_files_end(sqliteConnection, 0)
            throw error
        }
        let code = log_files_end(sqliteConnection, 1)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
