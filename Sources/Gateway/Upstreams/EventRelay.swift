import Client
import MCP

/// Reads the event stream that answers one request and hands its messages on as they come.
struct EventRelay: Sendable {
    /// What may come before the answer. Anything else does not belong to the request, and requests of a server reach no client.
    private static let relayed: Set<String> = [MethodName.progress, "notifications/message"]

    let body: TransportBody
    let id: Int64
    let callLimit: Duration

    func run(_ receive: (UpstreamMessage) async throws -> Void) async throws {
        let start = ContinuousClock.now
        var decoder = EventStreamDecoder()
        do {
            for try await chunk in body {
                guard start.duration(to: .now) < callLimit else { throw UpstreamFailure.timedOut }
                for event in try decoder.decode(chunk) {
                    guard let message = try message(in: event) else { continue }
                    try await receive(message)
                    if message.isFinal { return }
                }
            }
        } catch let error as TransportError {
            throw UpstreamFailure(error)
        } catch let error as EventStreamDecoder.EventTooLarge {
            throw UpstreamFailure.notUnderstood("an event is longer than \(error.limit) bytes")
        }
        throw UpstreamFailure.ended
    }

    private func message(in event: ServerSentEvent) throws -> UpstreamMessage? {
        guard let text = try? JSONText(parsing: event.data, limits: .upstream), let envelope = try? Envelope(text) else {
            throw UpstreamFailure.notUnderstood("an event is not a message")
        }
        if case .notification(let method, _) = envelope { return Self.relayed.contains(method) ? .notification(text) : nil }
        return UpstreamMessage(answer: text, to: id)
    }
}
