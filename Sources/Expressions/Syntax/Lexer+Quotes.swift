extension Lexer {
    /// What stands before and around a quoted literal.
    struct QuotePrefix {
        let isRaw: Bool
        let isBytes: Bool
        let quote: Unicode.Scalar
        let isTriple: Bool
        /// How many characters open the literal.
        let length: Int
    }

    /// `"`, `'`, `"""`, `'''`, behind any of `r`, `b`, `br`, `rb` in either case.
    func quotePrefix() -> QuotePrefix? {
        var (isRaw, isBytes, length) = (false, false, 0)
        while length < 2, let scalar = peek(length) {
            if (scalar == "r" || scalar == "R") && !isRaw {
                isRaw = true
            } else if (scalar == "b" || scalar == "B") && !isBytes {
                isBytes = true
            } else {
                break
            }
            length += 1
        }
        guard let quote = peek(length), quote == "\"" || quote == "'" else { return nil }
        let isTriple = peek(length + 1) == quote && peek(length + 2) == quote
        return QuotePrefix(isRaw: isRaw, isBytes: isBytes, quote: quote, isTriple: isTriple, length: length + (isTriple ? 3 : 1))
    }

    mutating func quoted(_ prefix: QuotePrefix) throws(InvalidExpression) -> Value {
        let start = place
        advance(prefix.length)
        var text = ""
        var bytes: [UInt8] = []
        while let scalar = peek() {
            if scalar == prefix.quote, !prefix.isTriple || peek(1) == prefix.quote && peek(2) == prefix.quote {
                advance(prefix.isTriple ? 3 : 1)
                return prefix.isBytes ? .bytes(bytes) : .string(text)
            }
            if !prefix.isTriple, scalar == "\n" || scalar == "\r" { break }
            if scalar == "\\", !prefix.isRaw {
                do throws(InvalidExpression) {
                    switch try escaped(inBytes: prefix.isBytes) {
                    case .scalar(let scalar): text.unicodeScalars.append(scalar)
                    case .byte(let byte): bytes.append(byte)
                    }
                } catch {
                    // One mistake is enough where nothing follows it.
                    guard peek() != nil else { throw error }
                    note(error)
                }
                continue
            }
            if prefix.isBytes { bytes.append(contentsOf: Array(String(scalar).utf8)) } else { text.unicodeScalars.append(scalar) }
            advance()
        }
        throw start.refused("the text that begins here is not closed")
    }

    private enum Escape {
        case scalar(Unicode.Scalar)
        case byte(UInt8)
    }

    private mutating func escaped(inBytes: Bool) throws(InvalidExpression) -> Escape {
        let start = place
        advance()
        guard let scalar = peek() else { throw start.refused("the text ends in a backslash; write `\\\\` for one") }
        if let value = Self.simpleEscapes[scalar] {
            advance()
            return inBytes ? .byte(UInt8(value.value)) : .scalar(value)
        }
        let value: UInt32
        switch scalar {
        case "x", "X": value = try digits(2, radix: 16, skipping: 1)
        case "0"..."3": value = try digits(3, radix: 8, skipping: 0)
        case "u" where !inBytes: value = try digits(4, radix: 16, skipping: 1)
        case "U" where !inBytes: value = try digits(8, radix: 16, skipping: 1)
        default: throw start.refused("`\\\(scalar)` is not an escape\(inBytes ? " in bytes" : ""); write `\\\\` for a backslash")
        }
        if inBytes { return .byte(UInt8(truncatingIfNeeded: value)) }
        guard let character = Unicode.Scalar(value) else { throw start.refused("this escape is not a character of Unicode") }
        return .scalar(character)
    }

    private static let simpleEscapes: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "t": "\t", "r": "\r", "a": "\u{07}", "b": "\u{08}", "f": "\u{0C}", "v": "\u{0B}", "\\": "\\", "\"": "\"", "'": "'",
        "`": "`", "?": "?",
    ]

    private mutating func digits(_ count: Int, radix: Int, skipping: Int) throws(InvalidExpression) -> UInt32 {
        advance(skipping)
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = peek(), scalar.isASCII, let digit = UInt32(String(scalar), radix: radix) else {
                throw failure("\(count) \(radix == 8 ? "octal" : "hexadecimal") digits are expected")
            }
            value = value * UInt32(radix) + digit
            advance()
        }
        return value
    }
}
