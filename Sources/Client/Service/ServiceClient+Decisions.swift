public import API
import HTTPTypes

extension ServiceClient {
    /// One decision (AuthZEN Authorization API 1.0 §6). Asking twice changes nothing, so a lost connection is tried once more.
    public func evaluate(_ question: EvaluationRequest, tenant: String) async throws -> EvaluationResponse {
        try await send(.post, Path.evaluation.filled(tenant), question, idempotent: true)
    }

    /// Several decisions in one exchange, in the order of the questions; a service that answers another number is not believed.
    public func evaluate(_ questions: [EvaluationRequest], tenant: String) async throws -> [EvaluationResponse] {
        guard !questions.isEmpty else { return [] }
        let answer: EvaluationsResponse = try await send(
            .post, Path.evaluations.filled(tenant), EvaluationsRequest(questions), idempotent: true)
        guard answer.evaluations.count == questions.count else {
            throw ClientError.invalidResponse(
                status: 200, reason: "\(answer.evaluations.count) decisions for \(questions.count) questions")
        }
        return answer.evaluations
    }
}
