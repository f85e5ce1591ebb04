import API
import ArgumentParser
import Foundation

/// When something ends: a time such as `2026-12-31T00:00:00Z`, or a span from now such as `90m`, `12h` or `30d`.
enum Expiry: Equatable, ExpressibleByArgument {
    case at(Date)
    case after(TimeInterval)

    /// A thousand years.
    private static let longest: TimeInterval = 1_000 * 365.25 * 86_400

    init?(argument: String) {
        if let date = Wire.date(from: argument) {
            self = .at(date)
            return
        }
        let units: [Character: TimeInterval] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400]
        guard let last = argument.last, let unit = units[last], let count = UInt32(argument.dropLast()), count > 0 else { return nil }
        guard TimeInterval(count) * unit <= Self.longest else { return nil }
        self = .after(TimeInterval(count) * unit)
    }

    func date(now: Date) -> Date {
        switch self {
        case .at(let date): date
        case .after(let interval): now.addingTimeInterval(interval)
        }
    }
}
