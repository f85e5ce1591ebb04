import API
import Foundation
import Gateway
import Synchronization

/// A service whose answers a test writes, and whose questions it reads.
final class FakeService: AuthorizationService {
    struct Away: Error {}

    private struct State {
        var questions: [EvaluationRequest] = []
        var batches = 0
        var keyFetches = 0
        var requestIDs: [String] = []
    }

    private let registered: [ServerBody]
    private let keySet: @Sendable () throws -> [UInt8]
    private let answer: @Sendable (EvaluationRequest) async throws -> EvaluationResponse
    private let state = Mutex(State())

    init(
        servers: [ServerBody], keys: @escaping @Sendable () throws -> [UInt8],
        answer: @escaping @Sendable (EvaluationRequest) async throws -> EvaluationResponse
    ) {
        registered = servers
        keySet = keys
        self.answer = answer
    }

    var questions: [EvaluationRequest] { state.withLock { $0.questions } }
    var batches: Int { state.withLock { $0.batches } }
    var keyFetches: Int { state.withLock { $0.keyFetches } }
    var requestIDs: [String] { state.withLock { $0.requestIDs } }

    func evaluate(_ question: EvaluationRequest, requestID: String) async throws -> EvaluationResponse {
        state.withLock {
            $0.questions.append(question)
            $0.requestIDs.append(requestID)
        }
        return try await answer(question)
    }

    func evaluate(_ questions: [EvaluationRequest], requestID: String) async throws -> [EvaluationResponse] {
        state.withLock {
            $0.questions += questions
            $0.batches += 1
        }
        var answers: [EvaluationResponse] = []
        for question in questions { answers.append(try await answer(question)) }
        return answers
    }

    func servers() async throws -> [ServerBody] { registered }

    func keys() async throws -> [UInt8] {
        state.withLock { $0.keyFetches += 1 }
        return try keySet()
    }
}

extension EvaluationResponse {
    static func allowed(_ id: String = "d-1") -> EvaluationResponse {
        EvaluationResponse(decision: true, context: Context(reason: nil, decisionID: id, revision: 1))
    }

    static func denied(_ code: String = "no_permission", _ id: String = "d-2") -> EvaluationResponse {
        let reason = Reason(code: code, message: "no permission leads there")
        return EvaluationResponse(decision: false, context: Context(reason: reason, decisionID: id, revision: 1))
    }
}
