import API
import Hummingbird
import Permissions
import Store

/// The decisions of a tenant for enforcement points, by AuthZEN Authorization API 1.0.
struct PolicyEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate
    let bearers: TenantBearer
    let judge: Judge
    let shelf: SnapshotShelf

    func mount(on site: inout Site) {
        site.on(.get, .accessConfiguration, configuration)
        site.on(.post, .evaluation, evaluate)
        site.on(.post, .evaluations, evaluateMany)
        SearchEndpoints(authority: authority, enter: enter, credential: judge.credential, shelf: shelf).mount(on: &site)
    }

    @Sendable private func configuration(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let text = exchange.segment("tenant") ?? ""
        guard let tenant = try? TenantID(text), try await authority.store.tenant(tenant) != nil else {
            throw Refusal.tenantNotFound(text)
        }
        return try Answer.json(
            AccessConfiguration(baseURL: authority.baseURL.text, tenant: tenant.rawValue), headers: [.cacheControl: "public, max-age=300"])
    }

    @Sendable private func evaluate(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await enter(request, exchange)
        let question = try EvaluationRequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        return EvaluationAnswer.response(try await judge.decide(question, tenant: tenant, requestID: exchange.requestID))
    }

    @Sendable private func evaluateMany(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await enter(request, exchange)
        let batch = try EvaluationsRequest(parsing: try await request.jsonBytes(upTo: BodyLimit.evaluation, exchange))
        var decisions: [Decision] = []
        for item in batch.items {
            let decision = try await judge.decide(item, tenant: tenant, requestID: exchange.requestID)
            decisions.append(decision)
            if batch.semantic.isSettled(by: decision) { break }
        }
        if batch.isSingle, let only = decisions.first { return EvaluationAnswer.response(only) }
        return EvaluationAnswer.response(decisions)
    }

    @Sendable private func enter(_ request: Request, _ exchange: Exchange) async throws -> TenantID {
        if request.bearer?.hasPrefix(AdministratorGate.prefix) == true {
            return try await gate.enter(request, exchange).tenant
        }
        return try await bearers.tenant(request, exchange, scope: API.Scope.evaluate)
    }
}

extension EvaluationsRequest.Semantic {
    /// The two short semantics end with the first answer that settles them (AuthZEN Authorization API 1.0 §7.1.2.1).
    func isSettled(by decision: Decision) -> Bool {
        switch self {
        case .executeAll: false
        case .denyOnFirstDeny: !decision.isAllowed
        case .permitOnFirstPermit: decision.isAllowed
        }
    }
}
