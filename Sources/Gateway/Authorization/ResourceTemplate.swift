import API
import MCP

/// The id of the resource a call touches, with places for arguments: `billing/invoice/{invoiceId}`.
///
/// What fills a place comes from a language model. It must not be able to reach another resource by a separator, a wildcard or a second
/// spelling, so only short plain strings and integers are taken.
struct ResourceTemplate: Sendable, Equatable {
    struct Malformed: Error, Equatable {}

    struct Unfillable: Error, Equatable {
        let argument: String
        let message: String
    }

    private enum Part: Sendable, Equatable {
        case literal(String)
        case argument(String)
    }

    private static let argumentLengthLimit = 128
    private let parts: [Part]

    init(parsing text: String) throws(Malformed) {
        var parts: [Part] = []
        var rest = text[...]
        while !rest.isEmpty {
            let literal = rest.prefix { $0 != "{" && $0 != "}" }
            if !literal.isEmpty { parts.append(.literal(String(literal))) }
            rest = rest[literal.endIndex...]
            guard !rest.isEmpty else { break }
            guard rest.removeFirst() == "{", let end = rest.firstIndex(of: "}"), end > rest.startIndex, !rest[..<end].contains("{") else {
                throw Malformed()
            }
            parts.append(.argument(String(rest[..<end])))
            rest = rest[rest.index(after: end)...]
        }
        guard !parts.isEmpty else { throw Malformed() }
        self.parts = parts
    }

    func filled(from arguments: JSONText?) throws(Unfillable) -> String {
        var id = ""
        for part in parts {
            switch part {
            case .literal(let text): id += text
            case .argument(let name): id += try Self.text(of: name, in: arguments)
            }
        }
        return id
    }

    private static func text(of name: String, in arguments: JSONText?) throws(Unfillable) -> String {
        guard let value = arguments?[name] else {
            throw Unfillable(argument: name, message: "the argument `\(name)` is missing: it names the resource")
        }
        if let integer = value.integer, value.description == String(integer) { return String(integer) }
        guard let text = value.string, 1...argumentLengthLimit ~= text.utf8.count, text.utf8.allSatisfy(isPlain), !text.hasPrefix("."),
            !text.hasPrefix("-")
        else {
            throw Unfillable(
                argument: name,
                message: "the argument `\(name)` names a resource: it has to be a short string of letters, digits, `_`, `.`, `-`")
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
