import Foundation

/// A file in portions of whole lines, of which only one is in memory.
struct LinePortions {
    /// Bytes of a portion, as far as its last line allows.
    static let size = 1 << 20
    static let maximumLineLength = 1 << 20

    struct Portion {
        let bytes: [UInt8]
        /// Counted from 1.
        let firstLine: Int
    }

    private let handle: FileHandle
    private let path: String
    private var rest: [UInt8] = []
    private var line = 1
    private var isAtEnd = false

    /// `-` is standard input.
    init(path: String) throws {
        self.path = path
        guard path != "-" else {
            handle = .standardInput
            return
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(
                code: "file_unreadable", message: "cannot read `\(path)`: \(PrivateFile.reason(errno))", next: "check the file's name")
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    mutating func next() throws -> Portion? {
        while !isAtEnd, rest.count < Self.size || !rest.contains(UInt8(ascii: "\n")) {
            guard rest.count < Self.size + Self.maximumLineLength else {
                throw Failure(
                    code: "too_large", message: "`\(path)` has a line of more than \(Self.maximumLineLength) bytes",
                    next: "write one relationship per line")
            }
            let chunk = try handle.bytes(upTo: Self.size, of: path)
            isAtEnd = chunk.isEmpty
            rest += chunk
        }
        guard !rest.isEmpty else { return nil }
        let end = isAtEnd ? rest.count : (rest.lastIndex(of: UInt8(ascii: "\n")) ?? rest.count - 1) + 1
        let portion = Portion(bytes: Array(rest[..<end]), firstLine: line)
        rest.removeFirst(end)
        line += portion.bytes.count { $0 == UInt8(ascii: "\n") }
        return portion
    }
}
