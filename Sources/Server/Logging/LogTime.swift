import Foundation

/// Times of log lines: RFC 3339 in UTC with milliseconds, computed by hand because a formatter costs more than the request it describes.
enum LogTime {
    static func text(of date: Date) -> String {
        var bytes: [UInt8] = []
        append(date, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `2026-01-31T23:59:59.999Z`
    static let length = 24

    static func append(_ date: Date, to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { text in
            write(date, to: text)
            bytes.append(contentsOf: UnsafeBufferPointer(text))
        }
    }

    private static func write(_ date: Date, to text: UnsafeMutableBufferPointer<UInt8>) {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
        let (days, inDay) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = civil(daysSinceEpoch: Int(days))
        let time = Int(inDay)
        writePair(year / 100, to: text, at: 0)
        writePair(year % 100, "-", to: text, at: 2)
        writePair(month, "-", to: text, at: 5)
        writePair(day, "T", to: text, at: 8)
        writePair(time / 3_600_000, ":", to: text, at: 11)
        writePair(time / 60_000 % 60, ":", to: text, at: 14)
        writePair(time / 1000 % 60, ".", to: text, at: 17)
        writePair(time % 1000 / 10, to: text, at: 20)
        text[22] = UInt8(ascii: "0") + UInt8(time % 10)
        text[23] = UInt8(ascii: "Z")
    }

    /// Two digits, and what stands behind them.
    private static func writePair(
        _ number: Int, _ end: Unicode.Scalar? = nil, to text: UnsafeMutableBufferPointer<UInt8>, at index: Int
    ) {
        text[index] = UInt8(ascii: "0") + UInt8(number / 10 % 10)
        text[index + 1] = UInt8(ascii: "0") + UInt8(number % 10)
        if let end { text[index + 2] = UInt8(ascii: end) }
    }

    /// Gregorian date of a day after 1970, by counting years from March so that the leap day comes last.
    private static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
