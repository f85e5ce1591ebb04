/// Tells aliases from text: each `*` before a name is written as a character that the file has nowhere, and a plain scalar that begins
/// with it was an alias, as no other begins with a `*`.
///
/// So the reader of YAML itself never follows an alias, where a few lines could stand for more than fits into memory.
struct AliasMarks {
    /// The text with the marks in it.
    let text: String
    /// Nil when nothing could be an alias.
    private let mark: Unicode.Scalar?

    /// Nil when the file has every character that could be a mark.
    init?(_ original: String) {
        guard AliasMarks.mayHaveAliases(original) else {
            text = original
            mark = nil
            return
        }
        guard let mark = AliasMarks.unused(in: original) else { return nil }
        self.mark = mark
        text = AliasMarks.marked(original, with: mark)
    }

    /// The name of the anchor that a scalar stands for.
    func alias(_ plainScalar: String) -> String? {
        guard let mark, plainScalar.unicodeScalars.first == mark else { return nil }
        return restored(String(plainScalar.unicodeScalars.dropFirst()))
    }

    /// The text as the file has it.
    func restored(_ text: String) -> String {
        guard let mark, text.unicodeScalars.contains(mark) else { return text }
        var restored = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { restored.append(scalar == mark ? "*" : scalar) }
        return String(restored)
    }

    /// A character of private use that the text has neither as itself nor, by its number, as an escape.
    private static func unused(in text: String) -> Unicode.Scalar? {
        let lowercase = text.lowercased()
        return (0xE000...0xE03F).lazy.compactMap(Unicode.Scalar.init(_:)).first { scalar in
            !lowercase.contains(String(scalar.value, radix: 16)) && !lowercase.contains(String(scalar))
        }
    }

    private static func mayHaveAliases(_ text: String) -> Bool {
        var isAfterStar = false
        for byte in text.utf8 {
            if isAfterStar, isNameByte(byte) { return true }
            isAfterStar = byte == UInt8(ascii: "*")
        }
        return false
    }

    private static func marked(_ text: String, with mark: Unicode.Scalar) -> String {
        let bytes = Array(text.utf8)
        let markBytes = Array(String(mark).utf8)
        var marked: [UInt8] = []
        marked.reserveCapacity(bytes.count + 1_024)
        for (offset, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "*"), offset + 1 < bytes.count, isNameByte(bytes[offset + 1]) {
                marked += markBytes
            } else {
                marked.append(byte)
            }
        }
        return String(decoding: marked, as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
    }
}
