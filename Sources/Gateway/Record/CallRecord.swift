import Logging

/// The one line about a request that the log gets: who, what, and how it ended. Never a token, never an argument.
struct CallRecord: Sendable {
    enum Outcome: String, Sendable {
        case refused, unauthenticated, denied, failed, answered
    }

    let server: String
    let requestID: String
    let remote: String
    private let start = ContinuousClock.now
    var method: String?
    var tool: String?
    var caller: Caller?
    var decisionID: String?

    init(_ request: GatewayRequest) {
        server = request.server
        requestID = request.requestID
        remote = request.remote
    }

    func write(_ outcome: Outcome, cause: String? = nil, to logger: Logger) {
        let elapsed = start.duration(to: .now) / .milliseconds(1)
        var metadata: Logger.Metadata = [
            "request_id": "\(requestID)", "server": "\(server)", "outcome": "\(outcome.rawValue)",
            "duration_ms": "\((elapsed * 1000).rounded() / 1000)",
        ]
        let optional = [
            "method": method, "tool": tool, "subject": caller?.subjectText, "agent": caller?.agent, "decision_id": decisionID,
            "cause": cause, "remote": remote.isEmpty ? nil : remote,
        ]
        for (name, value) in optional { if let value { metadata[name] = "\(String(value.prefix(300)))" } }
        logger.log(level: outcome == .failed ? .warning : .info, "mcp request", metadata: metadata)
    }
}
