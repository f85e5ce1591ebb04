extension ModelParser {
    /// The text up to the first `}` outside of strings and comments, and the place of its first byte. `//` comments stay, they are CEL's.
    ///
    /// Blank space at both ends and at the ends of lines is dropped, as upstream's tools do, but for that in strings.
    mutating func readBody(of condition: PlacedName) -> (String, SourcePosition)? {
        reader.skipLines()
        let opening = reader.position
        guard reader.take(UInt8(ascii: "{")) else {
            reportSyntax("add the expression of `\(condition.text)` in braces, found \(reader.shownNext())")
            return nil
        }
        var text: [UInt8] = []
        var start = reader.position
        while let byte = reader.current {
            if text.isEmpty { start = reader.position }
            switch byte {
            case UInt8(ascii: "}"):
                reader.advance()
                requireLineEnd(after: "`}`")
                while text.last.map(ModelParser.isBlankOrEnd) == true { text.removeLast() }
                if text.isEmpty { reportSyntax("write an expression between `{` and `}`", at: opening) }
                return (String(decoding: text, as: UTF8.self), start)
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard readString(quote: byte, into: &text) else { return nil }
            case UInt8(ascii: "/") where reader.byte(after: 1) == UInt8(ascii: "/"):
                while let byte = reader.current, byte != UInt8(ascii: "\n") { copy(1, into: &text) }
            case UInt8(ascii: "#") where text.last.map(ModelParser.isBlankOrEnd) ?? true:
                reader.skipToLineEnd()
            case UInt8(ascii: "\n"):
                while text.last.map(SourceReader.isBlank) == true { text.removeLast() }
                copy(1, into: &text)
            default: copy(1, into: &text)
            }
            if text.count == 1, ModelParser.isBlankOrEnd(text[0]) { text.removeLast() }
        }
        reportSyntax("close the expression of `\(condition.text)` with `}`", at: opening)
        return nil
    }

    private static func isBlankOrEnd(_ byte: UInt8) -> Bool { SourceReader.isBlank(byte) || byte == UInt8(ascii: "\n") }

    private mutating func copy(_ count: Int, into text: inout [UInt8]) {
        for _ in 0..<count {
            if let byte = reader.current { text.append(byte) }
            reader.advance()
        }
    }

    /// Copies a quoted string. One that is not closed ends with its line, for CEL to complain about, and one in three quotes with the text.
    private mutating func readString(quote: UInt8, into text: inout [UInt8]) -> Bool {
        let opening = reader.position
        let isRaw = ModelParser.endsInRawPrefix(text)
        let length = isThree(quote) ? 3 : 1
        copy(length, into: &text)
        while let byte = reader.current, length == 3 || byte != UInt8(ascii: "\n") {
            if byte == quote, length == 1 || isThree(quote) {
                copy(length, into: &text)
                return true
            }
            let isEscape = byte == UInt8(ascii: "\\") && !isRaw && (length == 3 || reader.byte(after: 1) != UInt8(ascii: "\n"))
            copy(isEscape ? 2 : 1, into: &text)
        }
        guard length == 3 else { return true }
        reportSyntax("close the text that begins here with three quotes", at: opening)
        return false
    }

    private func isThree(_ quote: UInt8) -> Bool {
        reader.current == quote && reader.byte(after: 1) == quote && reader.byte(after: 2) == quote
    }

    /// Whether the word in front of a quote is `r`, `br` or `rb`, in either case: then a backslash in the string is only that.
    private static func endsInRawPrefix(_ text: [UInt8]) -> Bool {
        let word = text.suffix(3).reversed().prefix { SourceReader.isLetter($0) || SourceReader.isDigit($0) }
        return ["r", "br", "rb"].contains(String(decoding: word, as: UTF8.self).lowercased())
    }
}
