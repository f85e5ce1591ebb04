import API
import Client
import HTTPTypes
import MCP

/// Posts messages to one upstream over streamable HTTP and reads what comes back.
struct HTTPEndpoint: Sendable {
    /// What came back to one POST.
    struct Reply: Sendable {
        let status: Int
        let session: String?
        /// Nil when the body is not a message of the protocol.
        let answer: UpstreamAnswer?
    }

    private static let acceptable = "application/json, text/event-stream"

    let url: String
    /// The gateway's own credential; a caller's token never goes past the gateway.
    let credential: SecretText?
    let transport: any Transport
    let timeout: Duration
    let callLimit: Duration

    func post(_ body: [UInt8], _ fields: [(name: String, value: String)], id: Int64?, requestID: String) async throws -> Reply {
        let request = TransportRequest(
            method: .post, url: url, headers: try headers(fields, requestID: requestID), body: body, timeout: timeout)
        do {
            let response = try await transport.send(request)
            let session = HTTPField.Name(HeaderName.session).flatMap { response.headers[$0] }
            return Reply(status: response.status, session: session, answer: try await answer(response, id: id))
        } catch let error as TransportError {
            throw UpstreamFailure(error)
        }
    }

    private func headers(_ fields: [(name: String, value: String)], requestID: String) throws -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json", .accept: Self.acceptable]
        if let credential { headers[.authorization] = "Bearer \(credential.exposed)" }
        for (name, value) in fields + (requestID.isEmpty ? [] : [(RequestID.header, requestID)]) {
            guard let name = HTTPField.Name(name) else { throw UpstreamFailure.notUnderstood("the header `\(name)` cannot be sent") }
            headers[name] = value
        }
        return headers
    }

    private func answer(_ response: TransportResponse, id: Int64?) async throws -> UpstreamAnswer? {
        guard let id else { return nil }
        let type = (response.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
        switch type {
        case "text/event-stream" where response.status == 200:
            return .stream(EventRelay(body: response.body, id: id, callLimit: callLimit).run)
        case "application/json":
            let message = try? JSONText(parsing: try await response.collect(upTo: JSONLimits.upstream.size), limits: .upstream)
            return message.flatMap { UpstreamMessage(answer: $0, to: id) }.map(UpstreamAnswer.final)
        default:
            return nil
        }
    }
}

extension UpstreamMessage {
    /// The answer to the request of that id; an error without an id can only be meant for it.
    init?(answer message: JSONText, to id: Int64) {
        switch try? Envelope(message) {
        case .result(let answered, let result)? where answered.text.integer == id: self = .result(result)
        case .failure(let answered, let error)? where answered == nil || answered?.text.integer == id: self = .failure(error)
        default: return nil
        }
    }
}

extension UpstreamFailure {
    init(_ error: TransportError) {
        switch error {
        case .timedOut: self = .timedOut
        case .connectionLost: self = .ended
        case .bodyTooLarge: self = .notUnderstood(error.description)
        case .couldNotConnect, .invalidRequest: self = .unreachable(error.description)
        }
    }
}
