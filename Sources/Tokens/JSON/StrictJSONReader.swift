/// A recursive-descent reader over bytes already known to be UTF-8; the depth limit bounds its recursion.
struct StrictJSONReader {
    let bytes: [UInt8]
    let depthLimit: Int
    var position = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func readDocument() throws(InvalidJSON) -> StrictJSON {
        let value = try readValue(depth: 0)
        skipWhitespace()
        guard position == bytes.count else { throw refusal("something follows the document") }
        return value
    }

    private mutating func readValue(depth: Int) throws(InvalidJSON) -> StrictJSON {
        guard depth < depthLimit else { throw refusal("the document is nested too deeply") }
        skipWhitespace()
        switch peek() {
        case UInt8(ascii: "{"): return .object(try readObject(depth: depth))
        case UInt8(ascii: "["): return .array(try readArray(depth: depth))
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readLiteral("true", as: .bool(true))
        case UInt8(ascii: "f"): return try readLiteral("false", as: .bool(false))
        case UInt8(ascii: "n"): return try readLiteral("null", as: .null)
        default: return try readNumber()
        }
    }

    private mutating func readObject(depth: Int) throws(InvalidJSON) -> [String: StrictJSON] {
        position += 1
        var members: [String: StrictJSON] = [:]
        if takeAfterWhitespace("}") { return members }
        repeat {
            skipWhitespace()
            let name = try readString()
            guard takeAfterWhitespace(":") else { throw refusal("a colon is missing") }
            let value = try readValue(depth: depth + 1)
            guard members.updateValue(value, forKey: name) == nil else { throw refusal("a member occurs twice") }
        } while takeAfterWhitespace(",")
        guard takeAfterWhitespace("}") else { throw refusal("an object is not closed") }
        return members
    }

    private mutating func readArray(depth: Int) throws(InvalidJSON) -> [StrictJSON] {
        position += 1
        var elements: [StrictJSON] = []
        if takeAfterWhitespace("]") { return elements }
        repeat {
            elements.append(try readValue(depth: depth + 1))
        } while takeAfterWhitespace(",")
        guard takeAfterWhitespace("]") else { throw refusal("an array is not closed") }
        return elements
    }

    private mutating func readLiteral(_ literal: String, as value: StrictJSON) throws(InvalidJSON) -> StrictJSON {
        for character in literal.utf8 {
            guard peek() == character else { throw refusal("a value is not json") }
            position += 1
        }
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func takeAfterWhitespace(_ character: Unicode.Scalar) -> Bool {
        skipWhitespace()
        return take(character)
    }

    private mutating func skipWhitespace() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            position += 1
        }
    }

    func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    func refusal(_ reason: String) -> InvalidJSON {
        InvalidJSON(offset: position, reason: reason)
    }
}
