/// A number that is read where it is kept.
struct Reading: Sendable {
    enum Kind: String {
        case gauge, counter
    }

    var kind = Kind.gauge
    let name: String
    let help: String
    let value: Int
}

/// The text form Prometheus reads (exposition format 0.0.4).
enum MetricsText {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(of values: Metrics.Values, gauges: [Reading]) -> String {
        var lines: [String] = []
        requests(values, into: &lines)
        latencies(values, into: &lines)
        counters(values, into: &lines)
        for gauge in gauges {
            lines += ["# HELP \(gauge.name) \(gauge.help)", "# TYPE \(gauge.name) \(gauge.kind.rawValue)", "\(gauge.name) \(gauge.value)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func requests(_ values: Metrics.Values, into lines: inout [String]) {
        lines += ["# HELP cardea_http_requests_total Requests by route and status.", "# TYPE cardea_http_requests_total counter"]
        for (request, count) in values.requests.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }) {
            lines.append("cardea_http_requests_total{route=\"\(request.route)\",status=\"\(request.status)\"} \(count)")
        }
    }

    private static func latencies(_ values: Metrics.Values, into lines: inout [String]) {
        let name = "cardea_http_request_duration_seconds"
        lines += ["# HELP \(name) Time from the first byte of a request to the end of its answer.", "# TYPE \(name) histogram"]
        for (route, latency) in values.latencies.sorted(by: { $0.key < $1.key }) {
            var sum = 0
            for (bound, count) in zip(Metrics.bounds, latency.buckets) {
                sum += count
                lines.append("\(name)_bucket{route=\"\(route)\",le=\"\(Double(bound) / 1_000_000)\"} \(sum)")
            }
            lines.append("\(name)_bucket{route=\"\(route)\",le=\"+Inf\"} \(latency.count)")
            lines.append("\(name)_sum{route=\"\(route)\"} \(Double(latency.microseconds) / 1_000_000)")
            lines.append("\(name)_count{route=\"\(route)\"} \(latency.count)")
        }
    }

    private static func counters(_ values: Metrics.Values, into lines: inout [String]) {
        var named = ""
        for (counter, count) in values.counters.sorted(by: { $0.key < $1.key }) {
            if counter.name != named {
                lines.append("# TYPE \(counter.name) counter")
                named = counter.name
            }
            lines.append("\(counter.name){\(counter.label)=\"\(counter.value)\"} \(count)")
        }
    }
}
