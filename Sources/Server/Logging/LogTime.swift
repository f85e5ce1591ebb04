import Foundation

/// Times of log lines: RFC 3339 in UTC with milliseconds, computed by hand because a formatter costs more than the request it describes.
enum LogTime {
    static func text(of date: Date) -> String {
        var bytes: [UInt8] = []
        append(date, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(_ date: Date, to bytes: inout [UInt8]) {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
        let (days, inDay) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = civil(daysSinceEpoch: Int(days))
        let time = Int(inDay)
        append(year / 100, to: &bytes)
        append(year % 100, "-", to: &bytes)
        append(month, "-", to: &bytes)
        append(day, "T", to: &bytes)
        append(time / 3_600_000, ":", to: &bytes)
        append(time / 60_000 % 60, ":", to: &bytes)
        append(time / 1000 % 60, ".", to: &bytes)
        append(time % 1000 / 10, to: &bytes)
        bytes.append(UInt8(ascii: "0") + UInt8(time % 10))
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Two digits, and what stands behind them.
    private static func append(_ number: Int, _ end: Unicode.Scalar? = nil, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
        if let end { bytes.append(UInt8(ascii: end)) }
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
