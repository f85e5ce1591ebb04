/// Every path of the service and of the gateway, on one page: the routes are mounted from it and the client's URLs are made from it.
///
/// The raw value is the template in the form of OpenAPI; `{name}` stands for one segment.
public enum Path: String, CaseIterable, Sendable {
    // Public, per tenant. The issuer is `{base}/t/{tenant}`.
    case issuer = "/t/{tenant}"
    case authorizationServerMetadata = "/.well-known/oauth-authorization-server/t/{tenant}"
    case openIDConfigurationAtRoot = "/.well-known/openid-configuration/t/{tenant}"
    case openIDConfigurationOfIssuer = "/t/{tenant}/.well-known/openid-configuration"
    case accessConfiguration = "/.well-known/authzen-configuration/t/{tenant}"
    case authorize = "/t/{tenant}/authorize"
    case signIn = "/t/{tenant}/sign-in"
    case consent = "/t/{tenant}/consent"
    case token = "/t/{tenant}/token"
    case introspect = "/t/{tenant}/introspect"
    case revoke = "/t/{tenant}/revoke"
    case jwks = "/t/{tenant}/jwks"
    case evaluation = "/t/{tenant}/access/v1/evaluation"
    case evaluations = "/t/{tenant}/access/v1/evaluations"

    case subjectSearch = "/t/{tenant}/access/v1/search/subject"
    case resourceSearch = "/t/{tenant}/access/v1/search/resource"
    case actionSearch = "/t/{tenant}/access/v1/search/action"

    // The interface of OpenFGA, with a tenant as a store.
    case stores = "/stores"
    case store = "/stores/{store}"
    case authorizationModels = "/stores/{store}/authorization-models"
    case authorizationModel = "/stores/{store}/authorization-models/{model}"
    case assertions = "/stores/{store}/assertions/{model}"
    case storeCheck = "/stores/{store}/check"
    case storeBatchCheck = "/stores/{store}/batch-check"
    case storeExpand = "/stores/{store}/expand"
    case storeListObjects = "/stores/{store}/list-objects"
    case storeStreamedListObjects = "/stores/{store}/streamed-list-objects"
    case storeListUsers = "/stores/{store}/list-users"
    case storeRead = "/stores/{store}/read"
    case storeWrite = "/stores/{store}/write"
    case storeChanges = "/stores/{store}/changes"
    case storeAccessConfiguration = "/.well-known/authzen-configuration/{store}"
    case storeEvaluation = "/stores/{store}/access/v1/evaluation"
    case storeEvaluations = "/stores/{store}/access/v1/evaluations"
    case storeSubjectSearch = "/stores/{store}/access/v1/search/subject"
    case storeResourceSearch = "/stores/{store}/access/v1/search/resource"
    case storeActionSearch = "/stores/{store}/access/v1/search/action"

    // Management.
    case tenants = "/api/v1/tenants"
    case tenant = "/api/v1/tenants/{tenant}"
    case limits = "/api/v1/tenants/{tenant}/limits"
    case users = "/api/v1/tenants/{tenant}/users"
    case user = "/api/v1/tenants/{tenant}/users/{name}"
    case clients = "/api/v1/tenants/{tenant}/clients"
    case client = "/api/v1/tenants/{tenant}/clients/{id}"
    case servers = "/api/v1/tenants/{tenant}/servers"
    case server = "/api/v1/tenants/{tenant}/servers/{name}"
    case model = "/api/v1/tenants/{tenant}/model"
    case modelValidation = "/api/v1/tenants/{tenant}/model/validate"
    case relationships = "/api/v1/tenants/{tenant}/relationships"
    case check = "/api/v1/tenants/{tenant}/check"
    case checkMany = "/api/v1/tenants/{tenant}/check/many"
    case explain = "/api/v1/tenants/{tenant}/explain"
    case expand = "/api/v1/tenants/{tenant}/expand"
    case listObjects = "/api/v1/tenants/{tenant}/list/objects"
    case listSubjects = "/api/v1/tenants/{tenant}/list/subjects"
    case listActions = "/api/v1/tenants/{tenant}/list/actions"
    case reach = "/api/v1/tenants/{tenant}/reach"
    case relationshipDeletion = "/api/v1/tenants/{tenant}/relationships/delete"
    case relationshipChanges = "/api/v1/tenants/{tenant}/relationships/changes"
    case relationshipImport = "/api/v1/tenants/{tenant}/relationships/import"
    case relationshipExport = "/api/v1/tenants/{tenant}/relationships/export"
    case models = "/api/v1/tenants/{tenant}/models"
    case modelVersion = "/api/v1/tenants/{tenant}/models/{id}"
    case tokenRevocation = "/api/v1/tenants/{tenant}/tokens/revoke"
    case tokenInspection = "/api/v1/tenants/{tenant}/tokens/inspect"
    case audit = "/api/v1/tenants/{tenant}/audit"

    // Operations listener; OpenFGA has the first one beside its stores.
    case health = "/healthz"
    case readiness = "/readyz"
    case metrics = "/metrics"

    // Gateway: the MCP endpoint of a server is its resource URI, its metadata stands at the path-inserted form (RFC 9728 §3.1).
    case mcpServer = "/t/{tenant}/{server}"
    case protectedResourceMetadata = "/.well-known/oauth-protected-resource/t/{tenant}/{server}"

    /// The template as a router takes it.
    public var template: String { rawValue }

    /// The names between braces, in order.
    public var parameterNames: [String] {
        rawValue.split(separator: "/").compactMap { segment in
            segment.hasPrefix("{") ? String(segment.dropFirst().dropLast()) : nil
        }
    }

    /// The path with its parameters filled in, in order, each percent-encoded as one segment.
    public func filled(_ values: String...) -> String {
        precondition(values.count == parameterNames.count, "one value for each of \(parameterNames)")
        var remaining = values[...]
        let segments = rawValue.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? percentEncoded(segment: remaining.removeFirst()) : String(segment)
        }
        return "/" + segments.joined(separator: "/")
    }
}
