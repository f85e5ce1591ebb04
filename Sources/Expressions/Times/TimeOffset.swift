import Foundation

/// The offset from UTC that a text names: `America/New_York`, `UTC`, `+02:00`, `-09:30`.
enum TimeOffset {
    /// Names of the IANA data base are letters, digits and `_ + - /`; longer ones do not exist.
    private static let longestName = 64

    /// Seconds east of UTC at that time.
    static func seconds(of zone: String, at timestamp: Int128) throws(EvaluationError) -> Int {
        if zone.isEmpty || zone == "UTC" { return 0 }
        guard zone.utf8.count <= longestName else { throw EvaluationError("the text is not a time zone") }
        if zone.utf8.contains(UInt8(ascii: ":")) { return try fixed(zone) }
        guard isName(zone), let named = TimeZone(identifier: zone) else {
            throw EvaluationError("`\(zone)` is not a time zone such as `Europe/Zurich` or `+02:00`")
        }
        return named.secondsFromGMT(for: Date(timeIntervalSince1970: Double(Times.floor(timestamp, Times.second))))
    }

    private static func fixed(_ text: String) throws(EvaluationError) -> Int {
        var digits = text[...]
        let isWest = digits.hasPrefix("-")
        if isWest || digits.hasPrefix("+") { digits = digits.dropFirst() }
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hours = number(parts[0], limit: 14), let minutes = number(parts[1], limit: 59) else {
            throw EvaluationError("the offset of a time zone is written as `+02:00`, up to 14 hours")
        }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func number(_ text: Substring, limit: Int) -> Int? {
        guard 1...2 ~= text.utf8.count, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return Int(text).flatMap { $0 <= limit ? $0 : nil }
    }

    /// Foundation also reads forms of its own: `GMT+0130`, and abbreviations such as `BST`, which it takes for Dhaka.
    private static func isName(_ text: String) -> Bool {
        let isSpelled = text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || "_+-/".unicodeScalars.contains($0)
        }
        return isSpelled && (text.contains("/") || namesOfOneWord.contains(text))
    }

    /// Those of the IANA data base.
    private static let namesOfOneWord: Set<String> = [
        "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT0", "Greenwich", "HST", "Hongkong",
        "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC",
        "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "Universal", "W-SU", "WET", "Zulu",
    ]
}
