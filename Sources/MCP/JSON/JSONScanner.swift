/// Walks over JSON and says where its values are. Every byte is checked the first time; later walks over a checked text cannot fail.
struct JSONScanner {
    private let bytes: [UInt8]
    private var position: Int
    private var depth = 0
    private let depthLimit: Int

    init(_ bytes: [UInt8], from position: Int = 0, depthLimit: Int) {
        self.bytes = bytes
        self.position = position
        self.depthLimit = depthLimit
    }

    /// The one value of a whole text.
    mutating func text() throws(InvalidJSON) -> Range<Int> {
        skipWhitespace()
        let range = try value()
        skipWhitespace()
        guard position == bytes.count else { throw InvalidJSON(.trailingBytes, at: position) }
        return range
    }

    private mutating func value() throws(InvalidJSON) -> Range<Int> {
        let start = position
        switch try current() {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw InvalidJSON(.unexpectedByte, at: position)
        }
        return start..<position
    }

    private mutating func object() throws(InvalidJSON) {
        try enter()
        var names: Set<[UInt8]> = []
        if try isClosed(by: UInt8(ascii: "}")) { return }
        repeat {
            skipWhitespace()
            guard try current() == UInt8(ascii: "\"") else { throw InvalidJSON(.unexpectedByte, at: position) }
            let name = try string()
            guard names.insert(Self.decodedString(bytes, name)).inserted else { throw InvalidJSON(.duplicateMember, at: name.lowerBound) }
            skipWhitespace()
            guard try current() == UInt8(ascii: ":") else { throw InvalidJSON(.unexpectedByte, at: position) }
            position += 1
            skipWhitespace()
            _ = try value()
        } while try isContinued(until: UInt8(ascii: "}"))
    }

    private mutating func array() throws(InvalidJSON) {
        try enter()
        if try isClosed(by: UInt8(ascii: "]")) { return }
        repeat {
            skipWhitespace()
            _ = try value()
        } while try isContinued(until: UInt8(ascii: "]"))
    }

    private mutating func enter() throws(InvalidJSON) {
        depth += 1
        guard depth <= depthLimit else { throw InvalidJSON(.tooDeep, at: position) }
        position += 1
    }

    private mutating func isClosed(by end: UInt8) throws(InvalidJSON) -> Bool {
        skipWhitespace()
        guard try current() == end else { return false }
        position += 1
        depth -= 1
        return true
    }

    /// After a value: true at a comma, false at the end of the container.
    private mutating func isContinued(until end: UInt8) throws(InvalidJSON) -> Bool {
        if try isClosed(by: end) { return false }
        guard try current() == UInt8(ascii: ",") else { throw InvalidJSON(.unexpectedByte, at: position) }
        position += 1
        return true
    }

    private mutating func literal(_ word: StaticString) throws(InvalidJSON) {
        let expected = Array("\(word)".utf8)
        guard bytes[position...].starts(with: expected) else { throw InvalidJSON(.unexpectedByte, at: position) }
        position += expected.count
    }

    private func current() throws(InvalidJSON) -> UInt8 {
        guard position < bytes.count else { throw InvalidJSON(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    private mutating func skipWhitespace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

// MARK: Numbers and strings

extension JSONScanner {
    private mutating func number() throws(InvalidJSON) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        let integerDigits = skipDigits()
        guard integerDigits > 0, integerDigits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            throw InvalidJSON(.invalidNumber, at: start)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() > 0 else { throw InvalidJSON(.invalidNumber, at: start) }
        }
        guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return }
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard skipDigits() > 0 else { throw InvalidJSON(.invalidNumber, at: start) }
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] { position += 1 }
        return position - start
    }

    /// The range with its quotes.
    private mutating func string() throws(InvalidJSON) -> Range<Int> {
        let start = position
        position += 1
        while true {
            let byte = try current()
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw InvalidJSON(.controlCharacter, at: position)
            case 0x20..<0x80: position += 1
            default: try multibyteScalar(byte)
            }
        }
    }

    private mutating func escape() throws(InvalidJSON) {
        let start = position
        position += 1
        let byte = try current()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let unit = try codeUnit(start)
            if 0xDC00...0xDFFF ~= unit { throw InvalidJSON(.invalidEscape, at: start) }
            guard 0xD800...0xDBFF ~= unit else { return }
            guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
                throw InvalidJSON(.invalidEscape, at: start)
            }
            position += 2
            guard 0xDC00...0xDFFF ~= (try codeUnit(start)) else { throw InvalidJSON(.invalidEscape, at: start) }
        default:
            throw InvalidJSON(.invalidEscape, at: start)
        }
    }

    private mutating func codeUnit(_ start: Int) throws(InvalidJSON) -> UInt32 {
        guard position + 4 <= bytes.count else { throw InvalidJSON(.unexpectedEnd, at: bytes.count) }
        var unit: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Self.hexadecimalDigit(byte) else { throw InvalidJSON(.invalidEscape, at: start) }
            unit = unit << 4 | digit
        }
        position += 4
        return unit
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Well-formed UTF-8 only (Unicode 15, table 3-7): no overlong form, no surrogate, nothing above U+10FFFF.
    private mutating func multibyteScalar(_ first: UInt8) throws(InvalidJSON) {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw InvalidJSON(.invalidUTF8, at: position)
        }
        guard position + length <= bytes.count, second ~= bytes[position + 1],
            bytes[(position + 2)..<(position + length)].allSatisfy({ 0x80...0xBF ~= $0 })
        else { throw InvalidJSON(.invalidUTF8, at: position) }
        position += length
    }

    /// The UTF-8 of a checked string's meaning.
    static func decodedString(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        let inner = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
        guard inner.contains(UInt8(ascii: "\\")) else { return Array(inner) }
        var scanner = JSONScanner(bytes, from: inner.startIndex, depthLimit: 0)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(inner.count)
        while scanner.position < inner.endIndex {
            scanner.decodeNext(into: &decoded)
        }
        return decoded
    }

    private mutating func decodeNext(into decoded: inout [UInt8]) {
        guard bytes[position] == UInt8(ascii: "\\") else {
            decoded.append(bytes[position])
            position += 1
            return
        }
        let letter = bytes[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded += scalarAfterEscape().utf8
        default: decoded.append(letter)
        }
    }

    private mutating func scalarAfterEscape() -> String {
        var value = checkedCodeUnit()
        if 0xD800...0xDBFF ~= value {
            position += 2
            value = 0x10000 + (value - 0xD800) << 10 + (checkedCodeUnit() - 0xDC00)
        }
        return String(Unicode.Scalar(value) ?? "\u{FFFD}")
    }

    private mutating func checkedCodeUnit() -> UInt32 {
        defer { position += 4 }
        return bytes[position..<position + 4].reduce(0) { $0 << 4 | (Self.hexadecimalDigit($1) ?? 0) }
    }
}

// MARK: Walking over a checked text

extension JSONScanner {
    /// INVARIANT: the text was checked before, so the walk ends at the container's end and nothing throws.
    mutating func memberRanges() -> [(name: Range<Int>, value: Range<Int>)] {
        var ranges: [(name: Range<Int>, value: Range<Int>)] = []
        position += 1
        skipSeparators()
        while position < bytes.count, bytes[position] != UInt8(ascii: "}") {
            let name = skipValue()
            skipSeparators()
            ranges.append((name, skipValue()))
            skipSeparators()
        }
        return ranges
    }

    mutating func elementRanges() -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        position += 1
        skipSeparators()
        while position < bytes.count, bytes[position] != UInt8(ascii: "]") {
            ranges.append(skipValue())
            skipSeparators()
        }
        return ranges
    }

    private mutating func skipSeparators() {
        while position < bytes.count,
            Self.isSpace(bytes[position]) || bytes[position] == UInt8(ascii: ",") || bytes[position] == UInt8(ascii: ":")
        {
            position += 1
        }
    }

    private mutating func skipValue() -> Range<Int> {
        let start = position
        var open = 0
        repeat {
            switch bytes[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                open -= 1
                position += 1
            case UInt8(ascii: "\""): skipString()
            default:
                if open == 0 { skipScalar() } else { position += 1 }
            }
        } while open > 0 && position < bytes.count
        return start..<position
    }

    private mutating func skipString() {
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }

    private mutating func skipScalar() {
        while position < bytes.count, !Self.isEndOfScalar(bytes[position]) { position += 1 }
    }

    private static func isEndOfScalar(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }
}
