/// What can be asked of a timestamp or a duration (CEL language definition, "Timestamps and durations").
enum TimePart: String {
    case year = "getFullYear"
    case month = "getMonth"
    case date = "getDate"
    case dayOfMonth = "getDayOfMonth"
    case dayOfWeek = "getDayOfWeek"
    case dayOfYear = "getDayOfYear"
    case hours = "getHours"
    case minutes = "getMinutes"
    case seconds = "getSeconds"
    case milliseconds = "getMilliseconds"

    /// Months, days of the month and of the year count from 0, the date from 1, and Sunday is day 0.
    ///
    /// - Parameter offset: seconds east of UTC.
    func of(timestamp: Int128, offset: Int) -> Int64 {
        let seconds = Int(Times.floor(timestamp, Times.second)) + offset
        let days = Int(Times.floor(Int128(seconds), 86_400))
        let ofDay = seconds - days * 86_400
        switch self {
        case .year: return Int64(Calendar.civil(days).year)
        case .month: return Int64(Calendar.civil(days).month - 1)
        case .date: return Int64(Calendar.civil(days).day)
        case .dayOfMonth: return Int64(Calendar.civil(days).day - 1)
        case .dayOfWeek: return Int64(((days + 4) % 7 + 7) % 7)
        case .dayOfYear: return Int64(days - Calendar.daysSinceEpoch(year: Calendar.civil(days).year, month: 1, day: 1))
        case .hours: return Int64(ofDay / 3600)
        case .minutes: return Int64(ofDay / 60 % 60)
        case .seconds: return Int64(ofDay % 60)
        case .milliseconds: return Int64((timestamp - Times.floor(timestamp, Times.second) * Times.second) / 1_000_000)
        }
    }

    /// The whole hours, minutes or seconds of a duration, but only the milliseconds beyond its last second.
    func of(duration: Int128) throws(EvaluationError) -> Int64 {
        switch self {
        case .hours: Int64(duration / (3600 * Times.second))
        case .minutes: Int64(duration / (60 * Times.second))
        case .seconds: Int64(duration / Times.second)
        case .milliseconds: Int64(duration % Times.second / 1_000_000)
        case .year, .month, .date, .dayOfMonth, .dayOfWeek, .dayOfYear:
            throw EvaluationError("a duration has no `\(rawValue)`; only a timestamp has")
        }
    }
}
