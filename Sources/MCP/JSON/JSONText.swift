/// A piece of JSON that was found valid (RFC 8259), kept as the bytes it came in.
///
/// What a gateway relays must arrive as it was sent: numbers keep their digits, objects their order, strings their escapes. So nothing is
/// decoded until it is asked for, and `bytes` is always the original text.
package struct JSONText: Sendable {
    package enum Kind: Sendable, Equatable {
        case null, boolean, number, string, array, object
    }

    private let document: [UInt8]
    let range: Range<Int>

    /// Accepts one JSON text with nothing after it; an object that names a member twice is refused, because two readers of it would
    /// see two different messages.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(InvalidJSON) {
        guard bytes.count <= limits.size else { throw InvalidJSON(.tooLarge, at: limits.size) }
        var scanner = JSONScanner(bytes, depthLimit: limits.depth)
        self.init(document: bytes, range: try scanner.text())
    }

    /// INVARIANT: `range` of `document` is a valid JSON value without white space around it.
    private init(document: [UInt8], range: Range<Int>) {
        self.document = document
        self.range = range
    }

    package var bytes: ArraySlice<UInt8> { document[range] }

    package var kind: Kind {
        switch document[range.lowerBound] {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    package var isNull: Bool { kind == .null }

    package var boolean: Bool? {
        kind == .boolean ? document[range.lowerBound] == UInt8(ascii: "t") : nil
    }

    package var string: String? {
        kind == .string ? String(decoding: JSONScanner.decodedString(document, range), as: UTF8.self) : nil
    }

    /// A number without fraction and exponent that fits; `1.0` is not one.
    package var integer: Int64? {
        kind == .number ? Int64(String(decoding: bytes, as: UTF8.self)) : nil
    }

    package var number: Double? {
        kind == .number ? Double(String(decoding: bytes, as: UTF8.self)) : nil
    }

    package var elements: [JSONText]? {
        guard kind == .array else { return nil }
        var scanner = JSONScanner(document, from: range.lowerBound, depthLimit: Int.max)
        return scanner.elementRanges().map { JSONText(document: document, range: $0) }
    }

    /// The members in their order, names decoded.
    package var members: [JSONMember]? {
        guard kind == .object else { return nil }
        var scanner = JSONScanner(document, from: range.lowerBound, depthLimit: Int.max)
        return scanner.memberRanges().map { name, value in
            JSONMember(
                name: String(decoding: JSONScanner.decodedString(document, name), as: UTF8.self),
                value: JSONText(document: document, range: value))
        }
    }

    /// The member of that name, compared byte by byte; nil as well when this is not an object.
    package subscript(name: String) -> JSONText? {
        guard kind == .object else { return nil }
        var scanner = JSONScanner(document, from: range.lowerBound, depthLimit: Int.max)
        let wanted = Array(name.utf8)
        return scanner.memberRanges().first { JSONScanner.decodedString(document, $0.name) == wanted }
            .map { JSONText(document: document, range: $0.value) }
    }
}

extension JSONText: Equatable, CustomStringConvertible {
    /// Equal text, not equal meaning.
    package static func == (left: JSONText, right: JSONText) -> Bool {
        left.bytes == right.bytes
    }

    package var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// A member of an object.
package struct JSONMember: Sendable, Equatable {
    package let name: String
    package let value: JSONText
}
