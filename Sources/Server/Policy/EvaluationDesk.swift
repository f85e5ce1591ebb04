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
        guard let tenant = try? TenantID(request.tenant),
            let claims = authority.bearers.recall(tenant, token: request.bearer, audience: authority.issuer(tenant)),
            claims.scope.contains(API.Scope.evaluate), let question = try? EvaluationRequest(parsing: request.body)
        else { return nil }
        let requestID = request.requestID ?? RequestIDSource().make()
        guard let decision = try? judge.decideAtOnce(question, tenant: tenant, requestID: requestID) else { return nil }
        let duration = ContinuousClock.now - start
        let route = request.route.path.rawValue
        authority.metrics.count(route: route, status: 200, duration: duration)
        log.record(method: "POST", path: request.path, route: route, status: 200, duration: duration, requestID: requestID)
        return HotAnswer(requestID: requestID, body: EvaluationAnswer.text(decision))
    }
}
