/// The inside of a JSON string, written by hand for log lines and for decisions.
enum JSONText {
    /// Escapes quotes, backslashes, control characters and the line separators some readers take for line ends; cuts at `limit` bytes.
    static func escaped(_ text: String, limit: Int = .max) -> String {
        guard text.utf8.count > limit || text.utf8.contains(where: needsAttention) else { return text }
        var escaped = ""
        var length = 0
        for scalar in text.unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= limit else { return escaped + "…" }
            append(scalar, to: &escaped)
        }
        return escaped
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
    private static func needsAttention(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte >= 0x7F
    }
}
