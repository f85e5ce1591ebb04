import Foundation

/// Text from a file, or from standard input when the file is called `-`.
enum TextInput {
    static func read(_ path: String, maximumSize: Int) throws -> String {
        let bytes = path == "-" ? try standardInput(maximumSize: maximumSize) : try file(path, maximumSize: maximumSize)
        guard bytes.count <= maximumSize else {
            throw Failure(code: "too_large", message: "`\(path)` is longer than \(maximumSize) bytes", next: "give a shorter one")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(code: "not_text", message: "`\(path)` is not UTF-8 text", next: "save it as UTF-8")
        }
        return text
    }

    private static func file(_ path: String, maximumSize: Int) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(
                code: "file_unreadable", message: "cannot read `\(path)`: \(PrivateFile.reason(errno))", next: "check the file's name")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        return try handle.bytes(upTo: maximumSize + 1, of: path)
    }

    private static func standardInput(maximumSize: Int) throws -> [UInt8] {
        try FileHandle.standardInput.bytes(upTo: maximumSize + 1, of: "-")
    }
}

extension FileHandle {
    /// What comes next, at most so much; a folder, for one, can be opened and not be read.
    func bytes(upTo count: Int, of path: String) throws(Failure) -> [UInt8] {
        do {
            return Array(try read(upToCount: count) ?? Data())
        } catch {
            throw Failure(
                code: "file_unreadable", message: "cannot read `\(path)`: \(PrivateFile.reason(errno))", next: "check the file's name")
        }
    }
}
