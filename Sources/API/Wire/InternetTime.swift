import Foundation

/// The form of a time in RFC 3339, strictly: Foundation takes February 30 for March 2, and cuts off what is less than a millisecond, which
/// makes another time of one that a double does not hold exactly.
enum InternetTime {
    /// Milliseconds since 1970 that four digits of a year can tell.
    static let range: Range<Int64> = -62_135_596_800_000..<253_402_300_800_000

    /// To the nearest one; the ends of 64 bits stand for what is beyond them.
    static func milliseconds(_ date: Date) -> Int64 {
        let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
        return Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
    }

    /// In UTC with milliseconds. A time that four digits of a year cannot tell becomes the nearest that they can.
    static func text(of date: Date) -> String {
        let time = min(max(milliseconds(date), range.lowerBound), range.upperBound - 1)
        let whole = Date(timeIntervalSince1970: Double(time >= 0 ? time / 1_000 : (time - 999) / 1_000))
        let fraction = time - Int64(whole.timeIntervalSince1970) * 1_000
        let padded = String(fraction + 1_000).dropFirst()
        return whole.formatted(Date.ISO8601FormatStyle()).dropLast() + "." + padded + "Z"
    }

    static func isWellFormed(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == dash, bytes[7] == dash, bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == colon,
            bytes[16] == colon, let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19])
        else { return false }
        guard year > 0, 1...12 ~= month, 1...days(in: month, of: year) ~= day, hour < 24, minute < 60, second < 60 else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { number([$0]) != nil }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(1 + digits.count)
        }
        return isOffset(rest)
    }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    private static func isOffset(_ bytes: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(bytes)
        if bytes.count == 1 { return bytes[0] | 0x20 == UInt8(ascii: "z") }
        guard bytes.count == 6, bytes[0] == dash || bytes[0] == UInt8(ascii: "+"), bytes[3] == colon, let hours = number(bytes[1..<3]),
            let minutes = number(bytes[4..<6])
        else { return false }
        return hours < 24 && minutes < 60
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
