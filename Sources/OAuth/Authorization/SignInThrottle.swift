import Foundation
import Store
import Synchronization

/// Slows down guessing: after ten failures for a name, or a hundred in a tenant, no password is looked at until a minute has passed.
///
/// Kept in memory and bounded; a name that is unknown counts like one that is known.
final class SignInThrottle: Sendable {
    private static let window: TimeInterval = 60
    private static let limitPerName = 10
    private static let limitPerTenant = 100

    private struct Count {
        var failures = 0
        var since: Date
    }

    private let capacity: Int
    private let counts = Mutex<[String: Count]>([:])

    init(capacity: Int = 10_000) {
        self.capacity = capacity
    }

    /// Counts an attempt before its password is looked at, so that many at once are no more than many in a row; false when there were too
    /// many, and then it does not count.
    func begin(_ tenant: TenantID, name: String, now: Date) -> Bool {
        counts.withLock { counts in
            let keys = ["\(tenant)/\(name)", "\(tenant)"]
            var (ofName, ofTenant) = (Self.current(counts[keys[0]], now), Self.current(counts[keys[1]], now))
            guard ofName.failures < Self.limitPerName, ofTenant.failures < Self.limitPerTenant else { return false }
            ofName.failures += 1
            ofTenant.failures += 1
            counts[keys[1]] = ofTenant
            if counts[keys[0]] == nil, counts.count >= capacity {
                counts = counts.filter { now.timeIntervalSince($0.value.since) < Self.window }
                // Still full of fresh failures: the tenant's own count goes on, which is the one that stops a flood of names.
                guard counts.count < capacity else { return true }
            }
            counts[keys[0]] = ofName
            return true
        }
    }

    /// Takes the attempt back: it was right, or its password was never looked at.
    func withdraw(_ tenant: TenantID, name: String) {
        counts.withLock { counts in
            for key in ["\(tenant)/\(name)", "\(tenant)"] {
                guard let count = counts[key] else { continue }
                counts[key] = count.failures > 1 ? Count(failures: count.failures - 1, since: count.since) : nil
            }
        }
    }

    var size: Int { counts.withLock { $0.count } }

    private static func current(_ count: Count?, _ now: Date) -> Count {
        guard let count, now.timeIntervalSince(count.since) < window else { return Count(since: now) }
        return count
    }
}
