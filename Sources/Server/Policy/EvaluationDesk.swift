import API
import OAuth
import Store
import Tokens

/// Answers evaluations before the framework: the same rules in the same order as `PolicyEndpoints`, where nothing has to be waited for.
struct EvaluationDesk: HotDesk {
    let authority: Authority
    let judge: Judge
    let log: RequestLog

    func answer(_ request: HotRequest) -> HotAnswer? {
        let start = ContinuousClock.now
        guard request.route == .evaluation, let tenant = try? TenantID(request.name),
            let claims = authority.bearers.recall(tenant, token: request.bearer, audience: authority.issuer(tenant)),
            claims.scope.contains(API.Scope.evaluate), let question = try? EvaluationRequest(parsing: request.body)
        else { return nil }
        let requestID = request.requestID ?? RequestIDSource().make()
        guard let decision = try? judge.decideAtOnce(question, tenant: tenant, requestID: requestID) else { return nil }
        log.answered(request, requestID: requestID, since: start, authority.metrics)
        return HotAnswer(requestID: requestID, body: EvaluationAnswer.text(decision))
    }
}

extension RequestLog {
    /// Logs and counts what the front answered, as the framework's path does.
    func answered(_ request: HotRequest, requestID: String, since start: ContinuousClock.Instant, _ metrics: Metrics) {
        let duration = ContinuousClock.now - start
        let route = request.route.path.rawValue
        metrics.count(route: route, status: 200, duration: duration)
        record(method: "POST", path: request.path, route: route, status: 200, duration: duration, requestID: requestID)
    }
}
