/// The inside of a JSON string, written by hand for log lines and for decisions.
enum JSONText {
    /// Escapes quotes, backslashes, control characters and the line separators some readers take for line ends; cuts at `limit` bytes.
    static func escaped(_ text: String, limit: Int = .max) -> String {
        if isPlain(text, limit: limit) { return text }
        var escaped = ""
        var length = 0
        for scalar in text.unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= limit else { return escaped + "…" }
            append(scalar, to: &escaped)
        }
        return escaped
    }

    /// The same at the end of a text that is kept as bytes.
    static func append(_ text: String, limit: Int = .max, to bytes: inout [UInt8]) {
        // Short texts have no storage that could be looked at in place; a copy of one costs nothing.
        var copy = text
        let isDone = copy.withUTF8 { found in
            guard found.count <= limit, isPlain(found) else { return false }
            bytes.append(contentsOf: found)
            return true
        }
        if !isDone { bytes.append(contentsOf: escaped(text, limit: limit).utf8) }
    }

    /// Most texts are: one look at each byte, many at a time.
    private static func isPlain(_ text: String, limit: Int) -> Bool {
        guard text.utf8.count <= limit else { return false }
        if let isPlain = text.utf8.withContiguousStorageIfAvailable(isPlain) { return isPlain }
        var copy = text
        return copy.withUTF8(isPlain)
    }

    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in bytes { found |= needsAttention(byte) ? 1 : 0 }
        return found == 0
    }

    private static func append(_ scalar: Unicode.Scalar, to escaped: inout String) {
        switch scalar {
        case "\"": escaped += "\\\""
        case "\\": escaped += "\\\\"
        case "\n": escaped += "\\n"
        case "\r": escaped += "\\r"
        case "\t": escaped += "\\t"
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            let digits = String(scalar.value, radix: 16)
            escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: escaped.unicodeScalars.append(scalar)
        }
    }

    /// Plain ASCII needs no look; anything above it might be a control character.
    @inline(__always)
    private static func needsAttention(_ byte: UInt8) -> Bool {
        byte &- 0x20 >= 0x7F - 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
