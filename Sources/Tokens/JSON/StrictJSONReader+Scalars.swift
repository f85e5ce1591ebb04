extension StrictJSONReader {
    /// Digits as RFC 8259 section 6 spells them: no leading zero, no plus sign, digits on both sides of the point.
    mutating func readNumber() throws(InvalidJSON) -> StrictJSON {
        let start = position
        var isWhole = true
        _ = take("-")
        if !take("0") { try readDigits() }
        if take(".") {
            isWhole = false
            try readDigits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try readDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let number = Int64(text) { return .integer(number) }
        return .decimal(text)
    }

    private mutating func readDigits() throws(InvalidJSON) {
        let start = position
        while let byte = peek(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
            position += 1
        }
        guard position > start else { throw refusal("a value is not json") }
    }

    mutating func readString() throws(InvalidJSON) -> String {
        guard take("\"") else { throw refusal("a string is missing") }
        var content: [UInt8] = []
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try readEscape(into: &content)
            case ..<0x20:
                throw refusal("a string holds a control character")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw refusal("a string is not closed")
    }

    private mutating func readEscape(into content: inout [UInt8]) throws(InvalidJSON) {
        guard let letter = peek() else { throw refusal("a string is not closed") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: try readUnicodeEscape())
        default: throw refusal("a string holds an unknown escape")
        }
    }

    /// A half of a surrogate pair alone is refused: it stands for no character, and readers disagree about what to make of it.
    private mutating func readUnicodeEscape() throws(InvalidJSON) -> [UInt8] {
        let first = try readFourHexadecimalDigits()
        var scalarValue = first
        if 0xD800...0xDBFF ~= first {
            guard take("\\"), take("u") else { throw refusal("a surrogate stands alone") }
            let second = try readFourHexadecimalDigits()
            guard 0xDC00...0xDFFF ~= second else { throw refusal("a surrogate stands alone") }
            scalarValue = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(scalarValue) else { throw refusal("a surrogate stands alone") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func readFourHexadecimalDigits() throws(InvalidJSON) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw refusal("a unicode escape is not four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
