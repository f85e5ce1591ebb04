import Foundation
import Testing

@testable import Server

@Suite struct MetricsTextTests {
    @Test func `requests, latencies, counters and gauges are written as Prometheus reads them`() {
        let metrics = Metrics()
        metrics.count(route: "/t/{tenant}/token", status: 200, duration: .microseconds(300))
        metrics.count(route: "/t/{tenant}/token", status: 400, duration: .milliseconds(3))
        metrics.countDecision("allowed")
        metrics.countDecision("allowed")
        metrics.countIssuedToken(grantType: "client_credentials")
        let text = MetricsText.text(of: metrics.snapshot, gauges: [Reading(name: "cardea_audit_queue_length", help: "Waiting.", value: 3)])
        #expect(text.contains("cardea_http_requests_total{route=\"/t/{tenant}/token\",status=\"200\"} 1\n"))
        #expect(text.contains("cardea_http_requests_total{route=\"/t/{tenant}/token\",status=\"400\"} 1\n"))
        #expect(text.contains("cardea_http_request_duration_seconds_bucket{route=\"/t/{tenant}/token\",le=\"0.0005\"} 1\n"))
        #expect(text.contains("cardea_http_request_duration_seconds_bucket{route=\"/t/{tenant}/token\",le=\"0.005\"} 2\n"))
        #expect(text.contains("cardea_http_request_duration_seconds_count{route=\"/t/{tenant}/token\"} 2\n"))
        #expect(text.contains("cardea_decisions_total{outcome=\"allowed\"} 2\n"))
        #expect(text.contains("cardea_tokens_issued_total{grant_type=\"client_credentials\"} 1\n"))
        #expect(text.contains("# TYPE cardea_audit_queue_length gauge\ncardea_audit_queue_length 3\n"))
        #expect(text.components(separatedBy: "# TYPE cardea_decisions_total").count == 2)
    }
}
