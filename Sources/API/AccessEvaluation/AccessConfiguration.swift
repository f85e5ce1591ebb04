/// Where a tenant's decision endpoints are (AuthZEN Authorization API 1.0 §11).
public struct AccessConfiguration: Codable, Sendable, Equatable {
    public var policyDecisionPoint: String
    public var accessEvaluationEndpoint: String
    public var accessEvaluationsEndpoint: String
    public var searchSubjectEndpoint: String
    public var searchResourceEndpoint: String
    public var searchActionEndpoint: String

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case policyDecisionPoint = "policy_decision_point"
        case accessEvaluationEndpoint = "access_evaluation_endpoint"
        case accessEvaluationsEndpoint = "access_evaluations_endpoint"
        case searchSubjectEndpoint = "search_subject_endpoint"
        case searchResourceEndpoint = "search_resource_endpoint"
        case searchActionEndpoint = "search_action_endpoint"
    }

    /// The configuration of the tenant whose issuer is given.
    public init(baseURL: String, tenant: String) {
        policyDecisionPoint = baseURL + Path.issuer.filled(tenant)
        accessEvaluationEndpoint = baseURL + Path.evaluation.filled(tenant)
        accessEvaluationsEndpoint = baseURL + Path.evaluations.filled(tenant)
        searchSubjectEndpoint = baseURL + Path.subjectSearch.filled(tenant)
        searchResourceEndpoint = baseURL + Path.resourceSearch.filled(tenant)
        searchActionEndpoint = baseURL + Path.actionSearch.filled(tenant)
    }

    /// The same for a store of OpenFGA's interface; its configuration is found by putting the well-known name before the store.
    public init(baseURL: String, store: String) {
        policyDecisionPoint = "\(baseURL)/\(store)"
        accessEvaluationEndpoint = baseURL + Path.storeEvaluation.filled(store)
        accessEvaluationsEndpoint = baseURL + Path.storeEvaluations.filled(store)
        searchSubjectEndpoint = baseURL + Path.storeSubjectSearch.filled(store)
        searchResourceEndpoint = baseURL + Path.storeResourceSearch.filled(store)
        searchActionEndpoint = baseURL + Path.storeActionSearch.filled(store)
    }
}
