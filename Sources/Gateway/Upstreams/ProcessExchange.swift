import MCP

/// One request to a process and what comes back to it, for at most `timeout`.
struct ProcessExchange: Sendable {
    let conversation: ProcessConversation
    let id: Int64
    let messages: ProcessConversation.Messages
    let timeout: Duration
    let isCancelledByDisconnect: Bool

    func run(_ receive: (UpstreamMessage) async throws -> Void) async throws {
        let alarm = Task {
            try await Task.sleep(for: timeout)
            conversation.end(id, throwing: UpstreamFailure.timedOut)
            tellCancelled()
        }
        defer { alarm.cancel() }
        var isAnswered = false
        do {
            for try await message in messages {
                isAnswered = message.isFinal
                try await receive(message)
            }
        } catch {
            if !isAnswered { abandon() }
            throw error
        }
        guard !isAnswered else { return }
        abandon()
        try Task.checkCancellation()
        throw UpstreamFailure.ended
    }

    func last() async throws -> UpstreamMessage {
        try await UpstreamAnswer.stream(run).last()
    }

    /// A process is not told by a closed connection that nobody waits any more.
    private func abandon() {
        conversation.end(id, throwing: CancellationError())
        if isCancelledByDisconnect { tellCancelled() }
    }

    private func tellCancelled() {
        try? conversation.send(WireRequest.notification(MethodName.cancelled, parameters: [("requestId", .integer(id))]))
    }
}
