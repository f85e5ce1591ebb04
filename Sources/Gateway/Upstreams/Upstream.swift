package import MCP

/// An MCP server behind the gateway, whatever carries the messages.
package protocol Upstream: Sendable {
    /// Sends one request. Throws `UpstreamFailure`, or `CancellationError` when the task was cancelled.
    func send(_ request: UpstreamRequest) async throws -> UpstreamAnswer

    /// Ends processes and sessions.
    func close() async
}

/// A request in the gateway's own words: only what the upstream may see, without the caller's token, id and protocol version.
package struct UpstreamRequest: Sendable {
    package var method: String
    /// The members of `params` but `_meta`.
    package var parameters: [(name: String, value: JSONFragment)] = []
    /// The members of `_meta` that the caller sent and that do not describe the protocol.
    package var meta: [JSONMember] = []
    /// What the caller's client can be asked for; the empty object when nothing can be asked through the gateway.
    package var clientCapabilities: JSONFragment = .object([])
    /// What goes into `Mcp-Name`.
    package var name: String?
    /// The caller's `Mcp-Param-…` fields.
    package var parameterHeaders: [(name: String, value: String)] = []
    /// Whom the upstream session belongs to, where there has to be one.
    package var principal: String
    package var requestID: String
    /// Whether a caller that goes away wants the call to end; older clients may come back.
    package var isCancelledByDisconnect = true

    package init(method: String, principal: String, requestID: String) {
        self.method = method
        self.principal = principal
        self.requestID = requestID
    }

    var progressToken: JSONText? { meta.first { $0.name == "progressToken" }?.value }
}

/// What came back: one message, or messages until the last.
package enum UpstreamAnswer: Sendable {
    case final(UpstreamMessage)
    /// Hands each message on as it comes and returns after the last one. Throws `UpstreamFailure`.
    case stream(@Sendable (_ receive: (UpstreamMessage) async throws -> Void) async throws -> Void)

    /// The last message, what came before it passed over.
    func last() async throws -> UpstreamMessage {
        switch self {
        case .final(let message): return message
        case .stream(let run):
            var last: UpstreamMessage?
            try await run { last = $0 }
            guard let last, last.isFinal else { throw UpstreamFailure.ended }
            return last
        }
    }
}

/// One message of an upstream, as it came.
package enum UpstreamMessage: Sendable {
    /// The whole message.
    case notification(JSONText)
    /// The value of `result`.
    case result(JSONText)
    /// The value of `error`.
    case failure(JSONText)

    var isFinal: Bool {
        if case .notification = self { return false }
        return true
    }
}

/// Why there is no answer; the descriptions are for the log.
package enum UpstreamFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case notAllowed(String)
    case unreachable(String)
    case timedOut
    case ended
    case busy
    /// It answered with an HTTP status that is no answer.
    case status(Int)
    case notUnderstood(String)

    package var description: String {
        switch self {
        case .notAllowed(let command): "the command `\(command)` is not in the list of allowed commands"
        case .unreachable(let reason): reason
        case .timedOut: "no answer in time"
        case .ended: "ended before its answer"
        case .busy: "too many calls are waiting"
        case .status(let status): "answered with status \(status)"
        case .notUnderstood(let reason): "answered something else: \(reason)"
        }
    }
}
