import API
import Foundation
import HTTPTypes

/// Sends one request within a time, reads a bounded answer, and turns everything that is not an answer into `ClientError`.
struct RequestSender: Sendable {
    let transport: any Transport
    let timeout: Duration
    let maximumResponseSize: Int

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let body: [UInt8]
    }

    /// Only an idempotent request is sent again, and only when no connection was made or a pooled one turned out to be dead.
    func send(_ request: TransportRequest, idempotent: Bool) async throws -> Answer {
        do {
            return try await withTimeLimit(timeout) {
                try await attempt(request, idempotent: idempotent)
            }
        } catch let error as TransportError {
            throw ClientError(error)
        }
    }

    private func attempt(_ request: TransportRequest, idempotent: Bool) async throws -> Answer {
        do {
            return try await exchange(request)
        } catch let error as TransportError where idempotent && error.isWorthAnotherAttempt {
            try await Task.sleep(for: .milliseconds(50))
            return try await exchange(request)
        }
    }

    private func exchange(_ request: TransportRequest) async throws -> Answer {
        let response = try await transport.send(request)
        return Answer(status: response.status, headers: response.headers, body: try await response.collect(upTo: maximumResponseSize))
    }
}

extension TransportError {
    var isWorthAnotherAttempt: Bool {
        switch self {
        case .couldNotConnect, .connectionLost: true
        case .timedOut, .bodyTooLarge, .invalidRequest: false
        }
    }
}

extension RequestSender.Answer {
    /// The error that a status outside 200..<300 stands for.
    var refusal: ClientError {
        let type = headers[.contentType] ?? ""
        if type.hasPrefix(Problem.mediaType), let problem = try? Wire.decode(Problem.self, from: body) {
            return .refused(problem)
        }
        if let oauth = try? Wire.decode(OAuthErrorBody.self, from: body) {
            return .oauth(error: oauth.error, description: oauth.errorDescription, status: status)
        }
        return .invalidResponse(status: status, reason: "is this the address of a Cardea service?")
    }

    func decoded<Body: Decodable>(_ type: Body.Type) throws -> Body {
        guard (200..<300).contains(status) else { throw refusal }
        do {
            return try Wire.decode(type, from: body)
        } catch {
            throw ClientError.invalidResponse(status: status, reason: error.message)
        }
    }
}

/// Runs the work and a clock side by side; whichever ends first cancels the other.
func withTimeLimit<Value: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw TransportError.timedOut
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}
