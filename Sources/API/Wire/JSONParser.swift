/// Reads one JSON text (RFC 8259) strictly: a duplicate member, a lone surrogate, invalid UTF-8 or anything after the value is refused.
///
/// Written here because two readers that disagree about a duplicate member disagree about what was asked, and because a decision has to
/// be read in microseconds.
struct JSONParser {
    static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func parse() throws(UndecodableBody) -> JSONValue {
        let value = try parseValue()
        skipWhitespace()
        guard position == bytes.count else { throw malformed("something follows the value") }
        return value
    }

    private mutating func parseValue() throws(UndecodableBody) -> JSONValue {
        skipWhitespace()
        guard position < bytes.count else { throw malformed("the text ends where a value is expected") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try nested { parser throws(UndecodableBody) in try parser.parseObject() })
        case UInt8(ascii: "["): return .array(try nested { parser throws(UndecodableBody) in try parser.parseArray() })
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try parseNumber()
        }
    }

    private mutating func nested<Value>(
        _ body: (inout JSONParser) throws(UndecodableBody) -> Value
    ) throws(UndecodableBody) -> Value {
        depth += 1
        guard depth <= Self.maximumDepth else { throw malformed("nested more than \(Self.maximumDepth) deep") }
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func parseObject() throws(UndecodableBody) -> [String: JSONValue] {
        position += 1
        var members: [String: JSONValue] = [:]
        members.reserveCapacity(4)
        if takes("}") { return members }
        repeat {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw malformed("a member's name is expected") }
            let name = try parseString()
            guard takes(":") else { throw malformed("`:` is expected after a member's name") }
            guard members.updateValue(try parseValue(), forKey: name) == nil else {
                throw UndecodableBody(code: .duplicateMember, message: "the member `\(name)` is given twice")
            }
        } while takes(",")
        guard takes("}") else { throw malformed("`,` or `}` is expected") }
        return members
    }

    private mutating func parseArray() throws(UndecodableBody) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        if takes("]") { return elements }
        repeat {
            elements.append(try parseValue())
        } while takes(",")
        guard takes("]") else { throw malformed("`,` or `]` is expected") }
        return elements
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(UndecodableBody) -> JSONValue {
        let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard isThere else { throw malformed("not a JSON value") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
        skipWhitespace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func malformed(_ reason: String) -> UndecodableBody {
        UndecodableBody(code: .malformedJSON, message: "not valid JSON at byte \(position): \(reason)")
    }
}

// MARK: Strings

extension JSONParser {
    private mutating func parseString() throws(UndecodableBody) -> String {
        position += 1
        let start = position
        let end = bytes.withUnsafeBufferPointer { Self.endOfPlainText(in: $0, from: start) }
        position = end
        guard end < bytes.count else { throw malformed("a string without an end") }
        switch bytes[end] {
        case UInt8(ascii: "\""):
            position += 1
            return try text(bytes[start..<end])
        case UInt8(ascii: "\\"): return try parseEscapedString(startingAt: start)
        default: throw malformed("a control character in a string")
        }
    }

    /// Where a quote, a backslash or a control character stands.
    private static func endOfPlainText(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            index += 1
        }
        return index
    }

    private mutating func parseEscapedString(startingAt start: Int) throws(UndecodableBody) -> String {
        var unescaped = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(unescaped[...])
            case UInt8(ascii: "\\"): unescaped.append(contentsOf: try parseEscape())
            case 0..<0x20: throw malformed("a control character in a string")
            default: unescaped.append(byte)
            }
        }
        throw malformed("a string without an end")
    }

    private mutating func parseEscape() throws(UndecodableBody) -> [UInt8] {
        guard position < bytes.count else { throw malformed("a string without an end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try parseUnicodeEscape())).utf8)
        default: throw malformed("an unknown escape in a string")
        }
    }

    private mutating func parseUnicodeEscape() throws(UndecodableBody) -> Unicode.Scalar {
        let first = try parseHexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { throw malformed("half of a surrogate pair") }
        position += 2
        let second = try parseHexadecimal()
        guard (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw malformed("half of a surrogate pair") }
        return scalar
    }

    private mutating func parseHexadecimal() throws(UndecodableBody) -> UInt32 {
        guard position + 4 <= bytes.count else { throw malformed("four hexadecimal digits are expected") }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw malformed("four hexadecimal digits are expected") }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }

    private func text(_ slice: ArraySlice<UInt8>) throws(UndecodableBody) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw malformed("a string that is not UTF-8") }
        return text
    }
}

// MARK: Numbers

extension JSONParser {
    private mutating func parseNumber() throws(UndecodableBody) -> JSONValue {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        try skipDigits()
        if bytes[first] == UInt8(ascii: "0"), position > first + 1 { throw malformed("a number with a leading zero") }
        var isInteger = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw malformed("a number that is too large") }
        return .number(number)
    }

    private mutating func skipDigits() throws(UndecodableBody) {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
        guard position > start else { throw malformed("not a JSON value") }
    }
}
