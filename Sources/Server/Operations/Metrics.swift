import Synchronization

/// Counters and latencies of one process, in memory, as Prometheus reads them.
final class Metrics: Sendable {
    /// Upper bounds of the latency buckets, in microseconds.
    static let bounds = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000]

    struct Latency: Sendable {
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var microseconds = 0

        mutating func add(_ value: Int) {
            count += 1
            microseconds += value
            if let index = Metrics.bounds.firstIndex(where: { value <= $0 }) { buckets[index] += 1 }
        }

        mutating func add(_ other: Latency) {
            count += other.count
            microseconds += other.microseconds
            for index in buckets.indices { buckets[index] += other.buckets[index] }
        }
    }

    struct Request: Hashable, Sendable {
        let route: String
        let status: Int
    }

    struct Values: Sendable {
        var requests: [Request: Int] = [:]
        var latencies: [String: Latency] = [:]
        var counters: [Counter: Int] = [:]
    }

    /// A counter with at most one label; every label is one of a fixed few.
    struct Counter: Hashable, Sendable, Comparable {
        let name: String
        let label: String
        let value: String

        static func < (left: Counter, right: Counter) -> Bool {
            (left.name, left.value) < (right.name, right.value)
        }
    }

    /// What is counted with every decision, without a look for its name.
    private struct Hot: Sendable {
        /// Requests answered with 200, by route.
        var latencies: [(route: String, latency: Latency)] = []
        var allowed = 0
        var denied = 0
    }

    private let values = Mutex(Values())
    private let hot = Mutex(Hot())

    func count(route: String, status: Int, duration: Duration) {
        let elapsed = duration.microseconds
        values.withLock {
            $0.requests[Request(route: route, status: status), default: 0] += 1
            $0.latencies[route, default: Latency()].add(elapsed)
        }
    }

    /// The same for an answer with 200 on one of the few routes that are asked all the time; `place` is the route's own number.
    func countHot(place: Int, route: String, duration: Duration) {
        let elapsed = duration.microseconds
        hot.withLock { hot in
            while hot.latencies.count <= place { hot.latencies.append(("", Latency())) }
            hot.latencies[place].route = route
            hot.latencies[place].latency.add(elapsed)
        }
    }

    /// Besides allowed and denied: answers that depend on values not given, failures.
    func countDecision(_ outcome: String) {
        increment(Counter(name: "cardea_decisions_total", label: "outcome", value: outcome))
    }

    func countDecision(isAllowed: Bool) { countDecisions(allowed: isAllowed ? 1 : 0, denied: isAllowed ? 0 : 1) }

    func countDecisions(allowed: Int, denied: Int) {
        hot.withLock { hot in
            hot.allowed += allowed
            hot.denied += denied
        }
    }

    /// Questions of administrators, by what they ask.
    func countQuestion(_ kind: String) {
        increment(Counter(name: "cardea_questions_total", label: "kind", value: kind))
    }

    /// Relationships brought in or handed out in bulk, changes told to watchers.
    func countRelationships(_ count: Int, _ way: String) {
        increment(Counter(name: "cardea_relationships_total", label: "way", value: way), by: count)
    }

    func countIssuedToken(grantType: String) {
        increment(Counter(name: "cardea_tokens_issued_total", label: "grant_type", value: grantType))
    }

    private func increment(_ counter: Counter, by count: Int = 1) {
        values.withLock { $0.counters[counter, default: 0] += count }
    }

    var snapshot: Values {
        var values = values.withLock { $0 }
        let hot = hot.withLock { $0 }
        for (route, latency) in hot.latencies where latency.count > 0 {
            values.requests[Request(route: route, status: 200), default: 0] += latency.count
            values.latencies[route, default: Latency()].add(latency)
        }
        for (outcome, count) in [("allowed", hot.allowed), ("denied", hot.denied)] where count > 0 {
            values.counters[Counter(name: "cardea_decisions_total", label: "outcome", value: outcome), default: 0] += count
        }
        return values
    }
}
