import Foundation

/// JSON as Foundation reads it, in a form that can be compared: strings by their scalars, members by name.
package enum SecondReader {
    /// Pieces that lead to what readers of JSON disagree about.
    package static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "false", "0", "-0", "1.5", "-1e-7", "1E400", "9223372036854775807",
        "9223372036854775808", "0.1e+2", "01", "+1", ".5", "1.", "NaN", "\"a\":1,", "\"a\":2", "\\u0061", "\\ud83d\\ude00", "\\ud83d",
        "\\udc00", "\\u0000", "\\/", "\\x", "\u{0}", "\u{1F}", "\u{7F}", "é", "e\u{301}", "\u{1F600}", "\u{FEFF}", "//", " ", "\n", "\r",
        "\t", "\u{B}", "[[", "{\"a\":",
    ]

    /// A text of the value that is the same for the same value; nil when Foundation refuses it.
    package static func text(of bytes: [UInt8]) -> String? {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else { return nil }
        return text(value)
    }

    /// Whether Foundation may read another value than the one that is there: it drops byte order marks, which makes two names one, and
    /// takes a text with a zero byte near the beginning for one of another encoding.
    package static func misreads(_ text: [UInt8]) -> Bool {
        let string = String(decoding: text, as: UTF8.self)
        return text.prefix(4).contains(0) || string.unicodeScalars.contains("\u{FEFF}") || string.lowercased().contains("\\ufeff")
    }

    /// Whether Foundation may take the text although it is not JSON: it lets a comma before the end through as well.
    package static func isLenient(towards text: [UInt8]) -> Bool {
        let tight = text.filter { !" \n\r\t".utf8.contains($0) }
        let hasTrailingComma = zip(tight, tight.dropFirst()).contains {
            $0 == UInt8(ascii: ",") && ($1 == UInt8(ascii: "]") || $1 == UInt8(ascii: "}"))
        }
        return hasTrailingComma || misreads(text)
    }

    private static func text(_ value: Any) -> String {
        switch value {
        case let string as String: text(string: string)
        case let list as [Any]: text(list: list.map(text))
        case let object as [String: Any]: text(object: object.map { ($0.key, text($0.value)) })
        case let number as NSNumber:
            String(cString: number.objCType) == "c" ? "\(number.boolValue)" : text(number: number.doubleValue)
        default: "null"
        }
    }

    /// Foundation rounds the last digits differently.
    package static func text(number: Double) -> String { number == 0 ? "0" : String(format: "%.6g", number) }

    /// Foundation drops byte order marks.
    package static func text(string: String) -> String {
        string.unicodeScalars.filter { $0 != "\u{FEFF}" }.map { String($0.value, radix: 16) }.joined(separator: ".") + ";"
    }

    package static func text(list: [String]) -> String { "[" + list.joined(separator: ",") + "]" }

    package static func text(object: [(String, String)]) -> String {
        "{" + object.map { "\(text(string: $0.0)):\($0.1)" }.sorted().joined(separator: ",") + "}"
    }
}
