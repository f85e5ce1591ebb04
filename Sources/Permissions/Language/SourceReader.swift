/// Walks a model's bytes, line and column by line and column, and knows what blank space and comments are.
///
/// A `#` that begins a line or follows blank space begins a comment; the one in `group#member` does not.
struct SourceReader {
    private let bytes: [UInt8]
    private(set) var offset = 0
    private(set) var position = SourcePosition.start

    init(_ source: String, file: String? = nil) {
        bytes = Array(source.utf8)
        position.file = file
    }

    var isAtEnd: Bool { offset >= bytes.count }

    var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    func byte(after distance: Int) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    mutating func advance() {
        guard offset < bytes.count else { return }
        if bytes[offset] == UInt8(ascii: "\n") {
            position.line += 1
            position.column = 1
        } else if !SourceReader.continues(bytes[offset]) {
            position.column += 1
        }
        offset += 1
    }

    mutating func advance(by count: Int) {
        for _ in 0..<count { advance() }
    }

    /// Whether a byte belongs to the character before it (RFC 3629 section 3).
    static func continues(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Takes what some editors put in front of a text; it is not seen, and takes no column.
    mutating func takeByteOrderMark() -> Bool {
        guard offset == 0, bytes.starts(with: SourceReader.byteOrderMark) else { return false }
        offset += SourceReader.byteOrderMark.count
        return true
    }

    /// Takes `byte` if it comes next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        advance()
        return true
    }

    /// Skips blank space and a comment, but stays on the line. Says whether it moved.
    @discardableResult mutating func skipBlank() -> Bool {
        let before = offset
        while let byte = current, SourceReader.isBlank(byte) { advance() }
        if current == UInt8(ascii: "#"), offset > before || position.column == 1 { skipToLineEnd() }
        return offset > before
    }

    /// Skips to the first thing on this or a later line that is neither blank nor comment.
    mutating func skipLines() {
        repeat { skipBlank() } while take(UInt8(ascii: "\n"))
    }

    mutating func skipToLineEnd() {
        while let byte = current, byte != UInt8(ascii: "\n") { advance() }
    }

    /// True when the rest of the line holds nothing but blank space and a comment.
    mutating func isAtLineEnd() -> Bool {
        skipBlank()
        return isAtEnd || current == UInt8(ascii: "\n")
    }

    /// The identifier that comes next: letters, digits, `_`, `-`, and inside also `.` and `/`.
    func peekIdentifier() -> String? {
        guard let first = current, SourceReader.isLetter(first) else { return nil }
        var end = offset + 1
        while end < bytes.count {
            let byte = bytes[end]
            if SourceReader.isLetter(byte) || SourceReader.isDigit(byte) || byte == UInt8(ascii: "-") {
                end += 1
            } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/"), end + 1 < bytes.count,
                SourceReader.isLetter(bytes[end + 1]) || SourceReader.isDigit(bytes[end + 1])
            {
                end += 2
            } else {
                break
            }
        }
        return text(from: offset, to: end)
    }

    mutating func takeIdentifier() -> PlacedName? {
        guard let text = peekIdentifier() else { return nil }
        let name = PlacedName(text: text, position: position)
        advance(by: text.utf8.count)
        return name
    }

    /// Takes `word` if it comes next as a whole identifier.
    mutating func takeWord(_ word: String) -> Bool {
        guard peekIdentifier() == word else { return false }
        advance(by: word.utf8.count)
        return true
    }

    func text(from start: Int, to end: Int) -> String {
        String(decoding: bytes[start..<min(end, bytes.count)], as: UTF8.self)
    }

    /// What comes next, for a message: a word, a character, or the end of the line.
    func shownNext() -> String {
        guard let byte = current, byte != UInt8(ascii: "\n") else { return isAtEnd ? "the end of the model" : "the end of the line" }
        if let word = peekIdentifier() { return "`\(word.prefix(60))`" }
        var end = offset + 1
        if byte >= 0x80 {
            while end < bytes.count, bytes[end] & 0xC0 == 0x80, end - offset < 4 { end += 1 }
        }
        guard byte >= 0x20, byte != 0x7F else { return "a control character" }
        return "`\(text(from: offset, to: end))`"
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") || byte == 0x0C
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || byte == UInt8(ascii: "_")
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
