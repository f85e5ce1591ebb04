import API
import Client
import Foundation
import HTTPTypes
import Synchronization
import Testing

/// Answers each request with the next step of a script and remembers what was asked.
final class ScriptedTransport: Transport {
    enum Step: Sendable {
        case answer(status: Int, type: String = "application/json", body: String)
        case failure(TransportError)
        case silence
    }

    private let state: Mutex<(steps: [Step], requests: [TransportRequest])>

    init(_ steps: Step...) {
        state = Mutex((steps, []))
    }

    var requests: [TransportRequest] { state.withLock { $0.requests } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let step = state.withLock { state -> Step? in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .answer(let status, let type, let body)?:
            return TransportResponse(
                status: status, headers: [.contentType: type],
                body: TransportBody(chunks: [Array(body.utf8.prefix(3)), Array(body.utf8.dropFirst(3))]))
        case .failure(let error)?: throw error
        case .silence?:
            try await Task.sleep(for: .seconds(60))
            throw TransportError.timedOut
        case nil: throw TransportError.couldNotConnect("the script is over")
        }
    }
}

extension ServiceClient {
    static func scripted(
        _ transport: ScriptedTransport, credential: Credential = .administratorKey(SecretText("key")), limits: Limits = Limits(),
        now: @escaping @Sendable () -> Date = { Date(timeIntervalSince1970: 0) }
    ) throws -> ServiceClient {
        let address = try #require(ServiceAddress("http://cardea.test/"))
        return ServiceClient(address: address, credential: credential, transport: transport, limits: limits, now: now)
    }
}
