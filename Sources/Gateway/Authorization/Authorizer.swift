import API

/// Asks the service, and turns silence into a refusal.
struct Authorizer: Sendable {
    let service: any AuthorizationService
    let timeout: Duration

    func verdict(on question: CallQuestion, requestID: String) async -> Verdict {
        let request = question.request
        return await verdict {
            Verdict(try await service.evaluate(request, requestID: requestID))
        }
    }

    /// The verdicts in the order of the questions; nil when they are not to be had.
    func verdicts(on questions: [CallQuestion], requestID: String) async -> [Verdict]? {
        let requests = questions.map(\.request)
        do {
            let answers = try await withDeadline(timeout) {
                try await service.evaluate(requests, requestID: requestID)
            }
            return answers.count == requests.count ? answers.map { Verdict($0) } : nil
        } catch {
            return nil
        }
    }

    private func verdict(_ ask: @escaping @Sendable () async throws -> Verdict) async -> Verdict {
        do {
            return try await withDeadline(timeout, ask)
        } catch {
            return .unanswered(cause: "\(error)")
        }
    }
}
