import Foundation
import GRDB

/// Lists and dates as they stand in a column.
enum Column {
    /// Values without spaces, joined by one.
    static func list(_ values: [String]) -> String { values.joined(separator: " ") }

    static func list(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    static func time(_ date: Date) -> Double { date.timeIntervalSince1970 }

    static func time(_ value: Double) -> Date { Date(timeIntervalSince1970: value) }

    static func time(_ value: Double?) -> Date? { value.map { time($0) } }

    /// The end of a relationship, in whole milliseconds: the same moment is the same number, however its date was made.
    static func expiry(_ date: Date) -> Double { milliseconds(date.timeIntervalSince1970) }

    static func expiry(_ value: Double?) -> Date? { value.map { Date(timeIntervalSince1970: milliseconds($0)) } }

    private static func milliseconds(_ seconds: Double) -> Double { (seconds * 1_000).rounded() / 1_000 }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func json<Decoded: Decodable>(_ type: Decoded.Type, _ text: String) throws -> Decoded {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension Row {
    func bytes(_ name: String) -> [UInt8] { Array(self[name] as Data) }
    func date(_ name: String) -> Date { Column.time(self[name] as Double) }
    func optionalDate(_ name: String) -> Date? { Column.time(self[name] as Double?) }
}
