import Foundation
import GRDB
import GRDBSQLite

/// A cached statement that is bound, stepped and read without a value in between.
///
/// For the paths that go through rows by the hundred thousand, where the wrapping of a row costs more than the row.
struct RawStatement {
    private let owner: Statement
    private let handle: OpaquePointer
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ sql: String, in database: Database) throws {
        owner = try database.cachedStatement(sql: sql)
        handle = owner.sqliteStatement
        reset()
    }

    /// Positions count from 1.
    func bind(_ position: Int32, _ text: String) {
        text.withUTF8Bytes { bind(position, $0) }
    }

    private func bind(_ position: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        bytes.withMemoryRebound(to: CChar.self) {
            _ = sqlite3_bind_text(handle, position, $0.baseAddress, Int32($0.count), RawStatement.copied)
        }
    }

    /// The bytes have to stay where they are until `clear`, or until something else is bound.
    func bind(_ position: Int32, uncopied bytes: UnsafeBufferPointer<UInt8>) {
        bytes.withMemoryRebound(to: CChar.self) {
            _ = sqlite3_bind_text(handle, position, $0.baseAddress, Int32($0.count), nil)
        }
    }

    /// Everything is NULL again.
    func clear() { sqlite3_clear_bindings(handle) }

    func bind(_ position: Int32, _ text: String?) {
        if let text { bind(position, text) } else { sqlite3_bind_null(handle, position) }
    }

    /// Not empty, since an empty one would be a NULL.
    func bind(_ position: Int32, blob: some ContiguousBytes) {
        blob.withUnsafeBytes { _ = sqlite3_bind_blob(handle, position, $0.baseAddress, Int32($0.count), RawStatement.copied) }
    }

    func bind(_ position: Int32, _ number: Int64) {
        sqlite3_bind_int64(handle, position, number)
    }

    func bind(_ position: Int32, _ number: Double?) {
        if let number { sqlite3_bind_double(handle, position, number) } else { sqlite3_bind_null(handle, position) }
    }

    /// True while there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let connection = sqlite3_db_handle(handle)
            let error = DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)), message: String(cString: sqlite3_errmsg(connection))
            )
            reset()
            throw error
        }
    }

    /// Runs a statement that has no rows and answers how many rows it changed.
    @discardableResult
    func run() throws -> Int {
        while try step() {}
        let count = Int(sqlite3_changes(sqlite3_db_handle(handle)))
        reset()
        return count
    }

    func reset() { sqlite3_reset(handle) }

    /// Columns count from 0.
    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// The text where SQLite has it: valid until the next step or reset.
    @inline(__always)
    func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        // Asked for as a blob, for as a text SQLite would copy it to put a NUL behind it.
        blob(column).assumingMemoryBound(to: UInt8.self)
    }

    /// The blob where SQLite has it: valid until the next step or reset.
    func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let bytes = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column)))
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func number(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

    func optionalNumber(_ column: Int32) -> Double? { isNull(column) ? nil : number(column) }
}
