public import API

/// Why a call of the service has no answer.
public enum ClientError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The service refused, and says why.
    case refused(Problem)
    /// An OAuth endpoint refused (RFC 6749 §5.2).
    case oauth(error: String, description: String?, status: Int)
    /// No connection was made, or it was lost.
    case unreachable(String)
    case timeout
    /// Something answered, but not in the service's words.
    case invalidResponse(status: Int, reason: String)

    public var description: String {
        switch self {
        case .refused(let problem): problem.message
        case .oauth(let error, let description, _): description.map { "\($0) (\(error))" } ?? error
        case .unreachable(let reason): reason
        case .timeout: "no answer in time"
        case .invalidResponse(let status, let reason): "unexpected answer with status \(status): \(reason)"
        }
    }

    /// The HTTP status of the answer; nil when there was none.
    public var status: Int? {
        switch self {
        case .refused(let problem): problem.status
        case .oauth(_, _, let status), .invalidResponse(let status, _): status
        case .unreachable, .timeout: nil
        }
    }

    init(_ error: TransportError) {
        switch error {
        case .timedOut: self = .timeout
        case .bodyTooLarge: self = .invalidResponse(status: 200, reason: error.description)
        case .couldNotConnect, .connectionLost, .invalidRequest: self = .unreachable(error.description)
        }
    }
}
