import API
import Foundation

/// A file that an export fills. Beside it stands, as long as it is not complete, one with the revision, which is needed to go on.
struct ExportFile {
    /// Where an export that was interrupted goes on.
    struct Place: Equatable {
        let after: String
        let revision: UInt64
    }

    private static let longestLine = 1 << 20

    /// Nil for an export that begins.
    let place: Place?
    private let handle: FileHandle
    private let path: String
    private let revisionPath: String

    /// Makes the file, or with `resuming` opens what is there and cuts off a line that came in part only.
    init(path: String, resuming: Bool) throws {
        self.path = path
        revisionPath = path + ".revision"
        let descriptor = open(path, resuming ? O_RDWR | O_CLOEXEC : O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                code: errno == EEXIST ? "file_exists" : "file_unwritable", message: "cannot write `\(path)`: \(PrivateFile.reason(errno))",
                next: errno == EEXIST ? "name another file, or go on with --resume" : "check the file's name")
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard resuming else {
            place = nil
            return
        }
        let size = try handle.seekToEnd()
        guard size > 0 || FileManager.default.fileExists(atPath: revisionPath) else {
            // It was interrupted before there was a revision.
            place = nil
            return
        }
        guard let text = try? String(contentsOfFile: revisionPath, encoding: .utf8),
            let revision = UInt64(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else {
            throw Failure(
                code: "nothing_to_resume", message: "`\(path)` is not an export that was interrupted: there is no `\(revisionPath)`",
                next: "begin again without --resume")
        }
        place = try Self.lastLine(of: handle).map { Place(after: try RelationshipBody(line: $0).key, revision: revision) }
    }

    /// To be called with the revision before the first line.
    func begin(_ revision: UInt64) throws {
        try Data("\(revision)\n".utf8).write(to: URL(fileURLWithPath: revisionPath), options: .atomic)
    }

    func append(_ line: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(line + [UInt8(ascii: "\n")]))
        } catch {
            throw Failure(
                code: "file_unwritable", message: "cannot write to `\(path)`: \(PrivateFile.reason(errno))",
                next: "make room, then go on with --resume")
        }
    }

    /// Removes a file that has not been begun, so that the same command may be given again.
    func abandon() {
        guard place == nil, !FileManager.default.fileExists(atPath: revisionPath), (try? handle.seekToEnd()) == 0 else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// All of it has come.
    func complete() throws {
        try handle.synchronize()
        try FileManager.default.removeItem(atPath: revisionPath)
    }

    /// The last line that is whole, behind which the file ends afterwards; nil for a file without one, which is empty then.
    private static func lastLine(of handle: FileHandle) throws -> [UInt8]? {
        let size = try handle.seekToEnd()
        let start = size > UInt64(2 * longestLine) ? size - UInt64(2 * longestLine) : 0
        try handle.seek(toOffset: start)
        let bytes = Array(try handle.readToEnd() ?? Data())
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        try handle.truncate(atOffset: end == 0 ? 0 : start + UInt64(end))
        guard end > 0 else { return nil }
        let lines = bytes[..<(end - 1)]
        return Array(lines[(lines.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)...])
    }
}
