import API

/// Cuts bytes into lines as they come, and keeps no more than one unfinished line.
struct LineSplitter {
    private var rest: [UInt8] = []
    private(set) var lineNumber = 0

    /// One line without its end, counted from 1.
    struct Line {
        let number: Int
        let bytes: [UInt8]

        /// Nothing but white space.
        var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
    }

    /// The lines that end in these bytes.
    mutating func split(_ bytes: some Collection<UInt8>) throws(Refusal) -> [Line] {
        var lines: [Line] = []
        var part = bytes[...]
        while let end = part.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(try line(part[..<end]))
            part = part[part.index(after: end)...]
        }
        rest += part
        try checkLength(rest.count)
        return lines
    }

    /// The last line, which need not have an end.
    mutating func finish() throws(Refusal) -> Line? {
        guard !rest.isEmpty else { return nil }
        return try line([])
    }

    private mutating func line(_ part: some Collection<UInt8>) throws(Refusal) -> Line {
        rest += part
        try checkLength(rest.count)
        lineNumber += 1
        defer { rest.removeAll(keepingCapacity: true) }
        return Line(number: lineNumber, bytes: rest)
    }

    private func checkLength(_ length: Int) throws(Refusal) {
        guard length > LinesOfJSON.maximumLineLength else { return }
        throw Refusal(.bodyTooLarge, "line \(lineNumber + 1) has more than \(LinesOfJSON.maximumLineLength) bytes")
    }
}
