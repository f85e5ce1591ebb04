/// Durations and times, in nanoseconds; the calendar is the proleptic Gregorian one in UTC.
enum Times {
    static let second: Int128 = 1_000_000_000
    private static let firstTime = -62_135_596_800 * second
    private static let lastTime = 253_402_300_800 * second - 1
    /// 292 years: what 64 bits of nanoseconds hold.
    private static let longestDuration = Int128(Int64.max)
    private static let units: [(name: String, nanoseconds: Int128)] = [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", second), ("m", 60 * second), ("h", 3600 * second),
    ]

    static func duration(_ nanoseconds: Int128) throws(EvaluationError) -> Int128 {
        guard -longestDuration...longestDuration ~= nanoseconds else { throw EvaluationError("the duration is out of range") }
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
        guard text.utf8.count <= 64 else { return nil }
        var rest = text[...]
        var sign: Int128 = 1
        if rest.hasPrefix("-") || rest.hasPrefix("+") {
            sign = rest.hasPrefix("-") ? -1 : 1
            rest = rest.dropFirst()
        }
        if rest == "0" { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: Int128 = 0
        while !rest.isEmpty {
            let whole = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(whole.count)
            var fraction = Substring("")
            if rest.hasPrefix(".") {
                rest = rest.dropFirst()
                fraction = rest.prefix { $0.isASCII && $0.isNumber }
                rest = rest.dropFirst(fraction.count)
            }
            guard !(whole.isEmpty && fraction.isEmpty), whole.count <= 18, fraction.count <= 18 else { return nil }
            let name = rest.prefix { $0.isLetter }
            guard let unit = units.first(where: { $0.name == name }) else { return nil }
            rest = rest.dropFirst(name.count)
            total += (whole.isEmpty ? 0 : Int128(Int64(whole) ?? 0)) * unit.nanoseconds
            if !fraction.isEmpty {
                let scale = (0..<fraction.count).reduce(Int128(1)) { value, _ in value * 10 }
                total += Int128(Int64(fraction) ?? 0) * unit.nanoseconds / scale
            }
        }
        return total <= longestDuration ? sign * total : nil
    }

    /// RFC 3339, with any offset.
    static func timestamp(_ text: String) -> Int128? {
        let bytes = Array(text.utf8)
        guard 20...40 ~= bytes.count, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x74, bytes[13] == 0x3A,
            bytes[16] == 0x3A,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let seconds = number(bytes[17..<19]), year >= 1, 1...12 ~= month,
            1...daysIn(month: month, year: year) ~= day, hour <= 23, minute <= 59, seconds <= 59
        else { return nil }
        var index = 19
        var nanoseconds: Int128 = 0
        if bytes[index] == 0x2E {
            let digits = bytes[(index + 1)...].prefix { 0x30...0x39 ~= $0 }
            guard 1...9 ~= digits.count, let value = number(digits) else { return nil }
            nanoseconds = (digits.count..<9).reduce(Int128(value)) { value, _ in value * 10 }
            index += 1 + digits.count
        }
        guard index < bytes.count, let offset = offset(bytes[index...]) else { return nil }
        let days = daysSinceEpoch(year: year, month: month, day: day)
        let total = Int128(days * 86_400 + hour * 3600 + minute * 60 + seconds - offset) * second + nanoseconds
        return firstTime...lastTime ~= total ? total : nil
    }

    static func part(_ name: String, of time: Int128) -> Int64? {
        let seconds = Int(floor(time, second))
        let days = Int(floor(Int128(seconds), 86_400))
        let ofDay = seconds - days * 86_400
        let date = civil(days)
        switch name {
        case "getFullYear": return Int64(date.year)
        case "getMonth": return Int64(date.month - 1)
        case "getDate": return Int64(date.day)
        case "getDayOfMonth": return Int64(date.day - 1)
        case "getDayOfWeek": return Int64(((days + 4) % 7 + 7) % 7)
        case "getDayOfYear": return Int64(days - daysSinceEpoch(year: date.year, month: 1, day: 1))
        case "getHours": return Int64(ofDay / 3600)
        case "getMinutes": return Int64(ofDay / 60 % 60)
        case "getSeconds": return Int64(ofDay % 60)
        case "getMilliseconds": return Int64((time - floor(time, second) * second) / 1_000_000)
        default: return nil
        }
    }

    static func part(_ name: String, ofDuration duration: Int128) -> Int64? {
        switch name {
        case "getHours": Int64(duration / (3600 * second))
        case "getMinutes": Int64(duration / (60 * second))
        case "getSeconds": Int64(duration / second)
        case "getMilliseconds": Int64(duration % second / 1_000_000)
        default: nil
        }
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

    private static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01, by counting years from March so that the leap day comes last.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
