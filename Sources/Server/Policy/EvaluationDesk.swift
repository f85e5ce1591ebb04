import API
import OAuth
import Store
import Tokens

/// Answers evaluations before the framework: the same rules in the same order as `PolicyEndpoints`, where nothing has to be waited for.
struct EvaluationDesk: HotDesk {
    let authority: Authority
    let judge: Judge
    let log: RequestLog

    /// Longer batches are left to the framework's path, where they keep no other request waiting.
    static let batchLimit = 100

    func answer(_ request: HotRequest) -> HotAnswer? {
        let start = ContinuousClock.now
        guard request.route == .evaluation || request.route == .evaluations, let tenant = try? TenantID(request.name),
            let token = authority.bearers.recallForService(tenant, request.token), token.claims.scope.contains(API.Scope.evaluate)
        else { return nil }
        let requestID = request.requestID ?? RequestIDSource().make()
        guard let body = request.route == .evaluation ? one(request, tenant, requestID) : many(request, tenant, requestID) else {
            return nil
        }
        log.answered(request, requestID: requestID, since: start, authority.metrics)
        return HotAnswer(requestID: requestID, body: body)
    }

    private func one(_ request: HotRequest, _ tenant: TenantID, _ requestID: String) -> [UInt8]? {
        if let question = PlainEvaluations(one: request.body) {
            return plain(question, tenant, requestID)?.first.map(EvaluationAnswer.bytes)
        }
        guard let question = try? EvaluationRequest(parsing: request.body),
            let decisions = try? judge.decideAtOnce([question], tenant: tenant, requestID: requestID)
        else { return nil }
        return decisions.first.map(EvaluationAnswer.bytes)
    }

    private func many(_ request: HotRequest, _ tenant: TenantID, _ requestID: String) -> [UInt8]? {
        if let questions = PlainEvaluations(batch: request.body) {
            return plain(questions, tenant, requestID).map(EvaluationAnswer.bytes)
        }
        guard let (questions, semantic) = Self.questions(request.body),
            let decisions = try? judge.decideAtOnce(questions, semantic: semantic, tenant: tenant, requestID: requestID)
        else { return nil }
        return EvaluationAnswer.bytes(decisions)
    }

    private func plain(_ questions: PlainEvaluations, _ tenant: TenantID, _ requestID: String) -> [Decision]? {
        guard questions.questions.count <= Self.batchLimit else { return nil }
        if questions.areBare { return try? judge.decideAtOnce(questions, tenant: tenant, requestID: requestID) }
        return try? judge.decideAtOnce(questions.requests, tenant: tenant, requestID: requestID)
    }

    private static func questions(_ body: [UInt8]) -> ([EvaluationRequest], EvaluationsRequest.Semantic)? {
        guard let batch = try? EvaluationsRequest(parsing: body), !batch.isSingle, batch.items.count <= batchLimit else { return nil }
        let questions = batch.items.compactMap { item -> EvaluationRequest? in
            if case .question(let question) = item { question } else { nil }
        }
        return questions.count == batch.items.count ? (questions, batch.semantic) : nil
    }
}

extension RequestLog {
    /// Logs and counts what the front answered, as the framework's path does.
    func answered(_ request: HotRequest, requestID: String, since start: ContinuousClock.Instant, _ metrics: Metrics) {
        let duration = ContinuousClock.now - start
        let route = request.route.path.rawValue
        metrics.countHot(place: request.route.rawValue, route: route, duration: duration)
        record(method: "POST", path: request.path, route: route, status: 200, duration: duration, requestID: requestID)
    }
}
