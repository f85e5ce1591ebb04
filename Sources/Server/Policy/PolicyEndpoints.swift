import API
import Hummingbird
import Permissions
import Store

/// The decisions of a tenant for enforcement points, by AuthZEN Authorization API 1.0.
struct PolicyEndpoints: Sendable {
    let authority: Authority
    let judge: Judge
    let shelf: SnapshotShelf

    /// Below a tenant, where enforcement points ask with an access token or administrators with their key.
    func mount(on site: inout Site, gate: AdministratorGate, bearers: TenantBearer) {
        site.on(.get, .accessConfiguration, configuration)
        mount(on: &site, at: .tenant) { request, exchange in
            if request.bearer?.hasPrefix(AdministratorGate.prefix) == true { return try await gate.enter(request, exchange).tenant }
            return try await bearers.tenant(request, exchange, scope: API.Scope.evaluate)
        }
    }

    /// `enter` lets somebody in, or not, and says to which tenant.
    func mount(on site: inout Site, at paths: PolicyPaths, enter: @escaping Enter) {
        site.on(.post, paths.evaluation) { try await evaluate($0, $1, enter) }
        site.on(.post, paths.evaluations) { try await evaluateMany($0, $1, enter) }
        SearchEndpoints(authority: authority, enter: enter, credential: judge.credential, shelf: shelf).mount(on: &site, at: paths)
    }

    typealias Enter = @Sendable (Request, Exchange) async throws -> TenantID

    @Sendable private func configuration(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let text = exchange.segment("tenant") ?? ""
        guard let tenant = try? TenantID(text), try await authority.store.tenant(tenant) != nil else {
            throw Refusal.tenantNotFound(text)
        }
        return try Answer.json(
            AccessConfiguration(baseURL: authority.baseURL.text, tenant: tenant.rawValue), headers: [.cacheControl: "public, max-age=300"])
    }

    private func evaluate(_ request: Request, _ exchange: Exchange, _ enter: Enter) async throws -> Response {
        let tenant = try await enter(request, exchange)
        let question = try EvaluationRequest(parsing: try await Self.body(request, exchange))
        return EvaluationAnswer.response(try await judge.decide(question, tenant: tenant, requestID: exchange.requestID))
    }

    private func evaluateMany(_ request: Request, _ exchange: Exchange, _ enter: Enter) async throws -> Response {
        let tenant = try await enter(request, exchange)
        let batch = try EvaluationsRequest(parsing: try await Self.body(request, exchange))
        let decisions = try await judge.decide(
            batch.items, semantic: batch.semantic, tenant: tenant, requestID: exchange.requestID)
        if batch.isSingle, let only = decisions.first { return EvaluationAnswer.response(only) }
        return EvaluationAnswer.response(decisions)
    }

    /// A body of another media type is a malformed request here, like any other (AuthZEN Authorization API 1.0 §10.1.2).
    static func body(_ request: Request, _ exchange: Exchange) async throws -> [UInt8] {
        try await request.jsonBytes(upTo: BodyLimit.evaluation, otherwise: .invalidRequest, exchange)
    }
}

/// Where the endpoints of one tenant stand.
struct PolicyPaths: Sendable {
    let evaluation: Path
    let evaluations: Path
    let subjectSearch: Path
    let resourceSearch: Path
    let actionSearch: Path

    static let tenant = PolicyPaths(
        evaluation: .evaluation, evaluations: .evaluations, subjectSearch: .subjectSearch, resourceSearch: .resourceSearch,
        actionSearch: .actionSearch)
    /// OpenFGA has the same endpoints below a store.
    static let store = PolicyPaths(
        evaluation: .storeEvaluation, evaluations: .storeEvaluations, subjectSearch: .storeSubjectSearch,
        resourceSearch: .storeResourceSearch, actionSearch: .storeActionSearch)
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
