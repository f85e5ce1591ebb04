/// How a value of the body is written in a header: as it is, or as `=?base64?…?=` when a header could not carry it.
package enum HeaderText {
    private static let prefix = "=?base64?"
    private static let suffix = "?="

    /// Nil when the value claims to be base64 and is not, in its one canonical, padded form. Without both markers it is literal.
    package static func decoded(_ value: String) -> String? {
        guard value.hasPrefix(prefix), value.hasSuffix(suffix), value.utf8.count >= prefix.utf8.count + suffix.utf8.count else {
            return value.utf8.allSatisfy(isVisible) ? value : nil
        }
        let text = value.dropFirst(prefix.count).dropLast(suffix.count)
        guard let bytes = Base64.decode(text) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    package static func encoded(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy(isVisible) && value.first != " " && value.last != " " && !value.hasPrefix(prefix)
        return isPlain ? value : prefix + Base64.encode(Array(value.utf8)) + suffix
    }

    private static func isVisible(_ byte: UInt8) -> Bool {
        0x20...0x7E ~= byte
    }
}

/// Base64 with its padding (RFC 4648 §4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for anything that `encode` would not have written.
    static func decode(_ text: Substring) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: characters.count, by: 4) {
            let group = characters[start..<start + 4].prefix { $0 != UInt8(ascii: "=") }
            guard group.count >= 2 else { return nil }
            var bits: UInt32 = 0
            for character in group {
                guard let digit = alphabet.firstIndex(of: character) else { return nil }
                bits = bits << 6 | UInt32(digit)
            }
            bits <<= 6 * UInt32(4 - group.count)
            for place in 0..<(group.count - 1) { bytes.append(UInt8(bits >> (16 - 8 * UInt32(place)) & 0xFF)) }
        }
        return encode(bytes).utf8.elementsEqual(characters) ? bytes : nil
    }
}
