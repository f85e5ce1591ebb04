import API
import Hummingbird

/// What runs a process needs to know: is it alive, may it get requests, how is it doing. On a listener of their own.
struct OperationsEndpoints: Sendable {
    let metrics: Metrics
    /// Nil when requests may come; else why not.
    let unreadiness: @Sendable () async -> String?
    let gauges: @Sendable () async -> [Reading]

    func mount(on site: inout Site) {
        site.on(.get, .health) { _, _ in Answer.text("ok\n", type: "text/plain; charset=utf-8") }
        site.on(.get, .readiness) { _, _ in
            guard let reason = await unreadiness() else { return Answer.text("ready\n", type: "text/plain; charset=utf-8") }
            throw Refusal(.unavailable, reason)
        }
        site.on(.get, .metrics) { _, _ in
            Answer.text(MetricsText.text(of: metrics.snapshot, gauges: await gauges()), type: MetricsText.mediaType)
        }
    }
}
