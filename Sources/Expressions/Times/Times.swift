/// Durations and times, in nanoseconds, and their text.
enum Times {
    static let second: Int128 = 1_000_000_000
    private static let firstTime = -62_135_596_800 * second
    private static let lastTime = 253_402_300_800 * second - 1
    /// 292 years: what 64 bits of nanoseconds hold.
    private static let longestDuration = Int128(Int64.max)
    private static let shortestDuration = Int128(Int64.min)
    private static let units: [(name: [UInt8], nanoseconds: Int128)] = [
        ("ns", 1), ("us", 1_000), ("\u{B5}s", 1_000), ("\u{3BC}s", 1_000), ("ms", 1_000_000), ("s", second), ("m", 60 * second),
        ("h", 3600 * second),
    ].map { (Array($0.0.utf8), $0.1) }

    static func duration(_ nanoseconds: Int128) throws(EvaluationError) -> Int128 {
        guard shortestDuration...longestDuration ~= nanoseconds else { throw EvaluationError("the duration is out of range") }
        return nanoseconds
    }

    static func timestamp(_ nanoseconds: Int128) throws(EvaluationError) -> Int128 {
        guard firstTime...lastTime ~= nanoseconds else { throw EvaluationError("the time is out of range") }
        return nanoseconds
    }

    static func floor(_ value: Int128, _ unit: Int128) -> Int128 {
        let quotient = value / unit
        return value % unit < 0 ? quotient - 1 : quotient
    }

    /// Go's form: `1h30m`, `-1.5s`, `0`.
    static func duration(_ text: String) -> Int128? {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        if rest.elementsEqual("0".utf8) { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: Int128 = 0
        while !rest.isEmpty {
            guard let part = takePart(&rest) else { return nil }
            total += part
            guard total <= -shortestDuration else { return nil }
        }
        return try? duration(isNegative ? -total : total)
    }

    /// `90m` or `1.5s`; what is less than a nanosecond is dropped, as Go does.
    private static func takePart(_ rest: inout ArraySlice<UInt8>) -> Int128? {
        let dot = UInt8(ascii: ".")
        let whole = take(&rest, while: isDigit)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == dot {
            rest.removeFirst()
            fraction = take(&rest, while: isDigit)
        }
        let name = take(&rest) { !isDigit($0) && $0 != dot }
        guard !(whole.isEmpty && fraction.isEmpty), let unit = units.first(where: { $0.name.elementsEqual(name) }) else { return nil }
        let significant = whole.drop { $0 == UInt8(ascii: "0") }
        guard significant.count <= 19 else { return nil }
        let digits = fraction.prefix(18)
        let scale = (0..<digits.count).reduce(Int128(1)) { value, _ in value * 10 }
        return value(significant) * unit.nanoseconds + value(digits) * unit.nanoseconds / scale
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

    private static func take(_ rest: inout ArraySlice<UInt8>, while isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let part = rest.prefix(while: isPart)
        rest = rest.dropFirst(part.count)
        return part
    }

    private static func value(_ digits: ArraySlice<UInt8>) -> Int128 {
        digits.reduce(0) { $0 * 10 + Int128($1 - 0x30) }
    }

    /// RFC 3339, with any offset; what is less than a nanosecond is dropped, as Go does.
    static func timestamp(_ text: String) -> Int128? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x74, bytes[13] == 0x3A,
            bytes[16] == 0x3A,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let seconds = number(bytes[17..<19]), year >= 1, 1...12 ~= month,
            1...Calendar.daysIn(month: month, year: year) ~= day, hour <= 23, minute <= 59, seconds <= 59
        else { return nil }
        var index = 19
        var nanoseconds: Int128 = 0
        if bytes[index] == 0x2E {
            let digits = bytes[(index + 1)...].prefix { 0x30...0x39 ~= $0 }
            guard !digits.isEmpty, let value = number(digits.prefix(9)) else { return nil }
            nanoseconds = (min(digits.count, 9)..<9).reduce(Int128(value)) { value, _ in value * 10 }
            index += 1 + digits.count
        }
        guard index < bytes.count, let offset = offset(bytes[index...]) else { return nil }
        let days = Calendar.daysSinceEpoch(year: year, month: month, day: day)
        let total = Int128(days * 86_400 + hour * 3600 + minute * 60 + seconds - offset) * second + nanoseconds
        return firstTime...lastTime ~= total ? total : nil
    }

    /// RFC 3339 in UTC, with as many digits of a second as it needs.
    static func text(ofTimestamp time: Int128) -> String {
        let seconds = floor(time, second)
        let days = Int(floor(seconds, 86_400))
        let ofDay = Int(seconds) - days * 86_400
        let date = Calendar.civil(days)
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(padded(ofDay / 3600, 2))"
            + ":\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2))\(fraction(time - seconds * second))Z"
    }

    /// Seconds, as in `1.5s`.
    static func text(ofDuration duration: Int128) -> String {
        let magnitude = duration.magnitude
        return "\(duration < 0 ? "-" : "")\(magnitude / UInt128(second))\(fraction(Int128(magnitude % UInt128(second))))s"
    }

    private static func fraction(_ nanoseconds: Int128) -> String {
        guard nanoseconds > 0 else { return "" }
        var digits = String(nanoseconds)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Seconds east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(bytes)
        if bytes == [0x5A] || bytes == [0x7A] { return 0 }
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A, let hours = number(bytes[1..<3]),
            let minutes = number(bytes[4..<6]), hours <= 23, minutes <= 59
        else { return nil }
        return (bytes[0] == 0x2D ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
