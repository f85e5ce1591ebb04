import Foundation
import Store
import Synchronization

/// Slows down guessing: ten failures for a name, or a hundred in a tenant, within a minute, and no password is looked at until it has passed.
///
/// Kept in memory and bounded; a name that is unknown counts like one that is known.
final class SignInThrottle: Sendable {
    private static let window: TimeInterval = 60
    private static let limitPerName = 10
    private static let limitPerTenant = 100
    private static let capacity = 10_000

    private struct Count {
        var failures = 0
        var since: Date
    }

    private let counts = Mutex<[String: Count]>([:])

    func allows(_ tenant: TenantID, name: String, now: Date) -> Bool {
        counts.withLock { counts in
            func failures(_ key: String) -> Int {
                guard let count = counts[key], now.timeIntervalSince(count.since) < Self.window else { return 0 }
                return count.failures
            }
            return failures("\(tenant)/\(name)") < Self.limitPerName && failures("\(tenant)") < Self.limitPerTenant
        }
    }

    func recordFailure(_ tenant: TenantID, name: String, now: Date) {
        counts.withLock { counts in
            if counts.count >= Self.capacity { counts = counts.filter { now.timeIntervalSince($0.value.since) < Self.window } }
            // Still full of fresh failures: the tenant's own count goes on, which is the one that stops a flood of names.
            let keys = counts.count < Self.capacity ? ["\(tenant)/\(name)", "\(tenant)"] : ["\(tenant)"]
            for key in keys {
                var count = counts[key] ?? Count(since: now)
                if now.timeIntervalSince(count.since) >= Self.window { count = Count(since: now) }
                count.failures += 1
                counts[key] = count
            }
        }
    }
}
