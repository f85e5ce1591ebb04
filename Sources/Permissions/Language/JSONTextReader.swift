/// Reads one JSON text (RFC 8259) strictly, with the place of every value and the members in their order.
///
/// A member given twice, a lone surrogate, invalid UTF-8, or anything after the value is refused.
package struct JSONTextReader {
    private let bytes: [UInt8]
    private let limit: Int
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    /// Bytes of the line that belong to a character before them.
    private var continuations = 0
    private var depth = 0
    private var count = 0

    private init(_ bytes: [UInt8], limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    package static func read(_ bytes: [UInt8], values limit: Int = ModelLimits.values) -> Result<JSONNode, ModelDiagnosticError> {
        var reader = JSONTextReader(bytes, limit: limit)
        do throws(ModelDiagnosticError) {
            let node = try reader.readValue()
            reader.skipBlank()
            guard reader.offset == bytes.count else { throw reader.malformed("remove what follows the end of the value") }
            return .success(node)
        } catch {
            return .failure(error)
        }
    }

    private var position: SourcePosition { SourcePosition(line: line, column: offset - lineStart - continuations + 1) }

    private func malformed(_ message: String, at position: SourcePosition? = nil) -> ModelDiagnosticError {
        ModelDiagnosticError(diagnostic: ModelDiagnostic("invalid_json", message, at: position ?? self.position))
    }

    private mutating func skipBlank() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\n"):
                offset += 1
                line += 1
                lineStart = offset
                continuations = 0
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlank()
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func readValue() throws(ModelDiagnosticError) -> JSONNode {
        skipBlank()
        count += 1
        guard count <= limit else { throw malformed("shorten the text to at most \(limit) values") }
        guard offset < bytes.count else { throw malformed("the text ends where a value is expected; complete it") }
        let start = position
        let content: JSONNode.Content
        switch bytes[offset] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): content = try readNested()
        case UInt8(ascii: "\""): content = .string(try readString())
        default: content = try readWord()
        }
        return JSONNode(content: content, position: start)
    }

    private mutating func readNested() throws(ModelDiagnosticError) -> JSONNode.Content {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ModelLimits.valueNesting else { throw malformed("nest at most \(ModelLimits.valueNesting) objects and lists") }
        let isObject = bytes[offset] == UInt8(ascii: "{")
        offset += 1
        return isObject ? .object(try readMembers()) : .array(try readElements())
    }

    private mutating func readMembers() throws(ModelDiagnosticError) -> [JSONMember] {
        var members: [JSONMember] = []
        if take(UInt8(ascii: "}")) { return members }
        var seen: Set<[UInt8]> = []
        repeat {
            skipBlank()
            let start = position
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw malformed("expected a member's name in quotes") }
            let name = try readString()
            guard seen.insert(Array(name.utf8)).inserted else {
                throw malformed("the member `\(name.prefix(60))` is given twice; remove one", at: start)
            }
            guard take(UInt8(ascii: ":")) else { throw malformed("add `:` after the member's name") }
            members.append(JSONMember(name: name, position: start, value: try readValue()))
        } while try takeComma(before: UInt8(ascii: "}"))
        guard take(UInt8(ascii: "}")) else { throw malformed("expected `,` or `}`") }
        return members
    }

    private mutating func takeComma(before end: UInt8) throws(ModelDiagnosticError) -> Bool {
        guard take(UInt8(ascii: ",")) else { return false }
        let start = SourcePosition(line: line, column: position.column - 1)
        skipBlank()
        guard offset >= bytes.count || bytes[offset] != end else { throw malformed("remove the last comma", at: start) }
        return true
    }

    private mutating func readElements() throws(ModelDiagnosticError) -> [JSONNode] {
        var elements: [JSONNode] = []
        if take(UInt8(ascii: "]")) { return elements }
        repeat { elements.append(try readValue()) } while try takeComma(before: UInt8(ascii: "]"))
        guard take(UInt8(ascii: "]")) else { throw malformed("expected `,` or `]`") }
        return elements
    }

    private mutating func readWord() throws(ModelDiagnosticError) -> JSONNode.Content {
        let start = position
        var end = offset
        while end < bytes.count, !JSONTextReader.endsWord(bytes[end]) { end += 1 }
        let word = String(decoding: bytes[offset..<end], as: UTF8.self)
        guard word == "true" || word == "false" || word == "null" || JSONTextReader.isNumber(bytes[offset..<end]) else {
            let found = word.isEmpty ? String(decoding: bytes[offset...offset], as: UTF8.self) : String(word.prefix(40))
            throw malformed("expected a value, found `\(found)`", at: start)
        }
        offset = end
        return word == "null" ? .null : .other(word)
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: ":")
    }

    private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        var rest = word
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = rest.prefix(while: SourceReader.isDigit)
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: SourceReader.isDigit)
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return rest.isEmpty }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(SourceReader.isDigit)
    }

    private mutating func readString() throws(ModelDiagnosticError) -> String {
        let start = position
        offset += 1
        var text: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw malformed("the string is not valid UTF-8", at: start)
                }
                return string
            case UInt8(ascii: "\\"): try readEscape(into: &text)
            case 0..<0x20: throw malformed("write the control character in the string as an escape")
            default:
                text.append(byte)
                offset += 1
                if SourceReader.continues(byte) { continuations += 1 }
            }
        }
        throw malformed("close the string with a quote", at: start)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "/"): UInt8(ascii: "/"),
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    private mutating func readEscape(into text: inout [UInt8]) throws(ModelDiagnosticError) {
        guard offset + 1 < bytes.count else { throw malformed("complete the escape") }
        if let plain = JSONTextReader.escapes[bytes[offset + 1]] {
            text.append(plain)
            offset += 2
            return
        }
        guard bytes[offset + 1] == UInt8(ascii: "u"), let first = codeUnit(at: offset + 2) else { throw malformed("unknown escape") }
        var value = UInt32(first)
        var length = 6
        if (0xD800...0xDBFF).contains(first) {
            guard offset + 7 < bytes.count, bytes[offset + 6] == UInt8(ascii: "\\"), bytes[offset + 7] == UInt8(ascii: "u"),
                let second = codeUnit(at: offset + 8), (0xDC00...0xDFFF).contains(second)
            else { throw malformed("half a surrogate pair; write both halves") }
            value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
            length = 12
        }
        guard let scalar = Unicode.Scalar(value) else { throw malformed("half a surrogate pair; write both halves") }
        text += Array(String(Character(scalar)).utf8)
        offset += length
    }

    private func codeUnit(at start: Int) -> UInt16? {
        guard start + 4 <= bytes.count, bytes[start..<start + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            return nil
        }
        return UInt16(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
    }
}

/// One diagnostic, thrown where nothing after it can be read.
package struct ModelDiagnosticError: Error {
    package let diagnostic: ModelDiagnostic
}
