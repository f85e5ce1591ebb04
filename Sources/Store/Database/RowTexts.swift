import Foundation

/// The texts of one row behind one another, which a statement reads where they are instead of copying each.
///
/// To be kept for many rows, so that a row allocates nothing.
struct RowTexts {
    private struct Text {
        let position: Int32
        let start: Int
        let end: Int
    }

    private var bytes: ContiguousArray<UInt8> = []
    private var texts: ContiguousArray<Text> = []

    init() {
        // Never without memory: a text at no address would be a NULL.
        bytes.reserveCapacity(1_024)
    }

    /// Positions count from 1. The text ends at a NUL, because to SQLite's own functions it does.
    mutating func append(_ position: Int32, _ text: String) {
        append(position) { bytes in text.withBytesBeforeNUL { bytes.append(contentsOf: $0) } }
    }

    /// The text is what `write` appends.
    @inline(__always)
    mutating func append(_ position: Int32, _ write: (inout ContiguousArray<UInt8>) -> Void) {
        let start = bytes.count
        write(&bytes)
        texts.append(Text(position: position, start: start, end: bytes.count))
    }

    /// Runs the statement with the texts and what else is bound to it, and answers how many rows it changed; nothing is bound
    /// afterwards, and the texts are empty again.
    @discardableResult
    mutating func run(_ statement: RawStatement) throws -> Int {
        defer {
            bytes.removeAll(keepingCapacity: true)
            texts.removeAll(keepingCapacity: true)
        }
        return try bytes.withUnsafeBufferPointer { bytes in
            for text in texts { statement.bind(text.position, uncopied: UnsafeBufferPointer(rebasing: bytes[text.start..<text.end])) }
            // INVARIANT: no statement keeps the address of a text that is gone.
            defer { statement.clear() }
            return try statement.run()
        }
    }
}

extension ContiguousArray<UInt8> {
    @inline(__always)
    mutating func append(bytesOf text: String) {
        text.withUTF8Bytes { append(contentsOf: $0) }
    }
}

extension String {
    /// Runs `body` on the bytes; without a copy for the strings Swift itself makes.
    @inline(__always)
    func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        if let result = try utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return try copy.withUTF8(body)
    }
    @inline(__always)
    func withBytesBeforeNUL(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        withUTF8Bytes { text in
            guard let start = text.baseAddress else { return body(text) }
            let end = memchr(start, 0, text.count).map { UnsafeRawPointer($0) - UnsafeRawPointer(start) } ?? text.count
            body(UnsafeBufferPointer(start: start, count: end))
        }
    }
}
