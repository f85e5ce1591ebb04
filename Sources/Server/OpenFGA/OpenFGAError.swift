import API
import HTTPTypes
import Hummingbird
import OAuth
import Permissions
import Store

/// An error in the words of OpenFGA's interface: `{"code":…,"message":…}` with the code names and statuses its clients switch over.
struct OpenFGAError: Error, Equatable {
    enum Code: String, CaseIterable {
        case unauthenticated
        case bearerTokenMissing = "bearer_token_missing"
        case forbidden
        case validationError = "validation_error"
        case authorizationModelNotFound = "authorization_model_not_found"
        case resolutionTooComplex = "authorization_model_resolution_too_complex"
        case invalidExpandInput = "invalid_expand_input"
        case invalidWriteInput = "invalid_write_input"
        case duplicateTuples = "cannot_allow_duplicate_tuples_in_one_request"
        case invalidContinuationToken = "invalid_continuation_token"
        case writeFailed = "write_failed_due_to_invalid_input"
        case typeNotFound = "type_not_found"
        case relationNotFound = "relation_not_found"
        case invalidTuple = "invalid_tuple"
        case assertionsTooManyItems = "assertions_too_many_items"
        case pageSizeInvalid = "page_size_invalid"
        case continuationTokenMismatch = "query_string_type_continuation_token_mismatch"
        case exceededEntityLimit = "exceeded_entity_limit"
        case duplicateContextualTuple = "duplicate_contextual_tuple"
        case tupleKeyMissing = "tuple_key_value_not_specified"
        case typeDefinitionsTooFew = "type_definitions_too_few_items"
        case typeInvalidPattern = "type_invalid_pattern"
        case invalidAuthorizationModel = "invalid_authorization_model"
        case aborted = "Aborted"
        case internalError = "internal_error"
        case resourceExhausted = "resource_exhausted"
        case undefinedEndpoint = "undefined_endpoint"
        case storeNotFound = "store_id_not_found"
        case unimplemented

        var status: HTTPResponse.Status {
            switch self {
            case .unauthenticated, .bearerTokenMissing: .unauthorized
            case .forbidden: .forbidden
            case .aborted: .conflict
            case .internalError: .internalServerError
            // Clients of OpenFGA try again after 429, and nowhere else with a pause.
            case .resourceExhausted: .tooManyRequests
            case .undefinedEndpoint, .storeNotFound, .unimplemented: .notFound
            default: .badRequest
            }
        }
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    func response() throws -> Response {
        var headers = HTTPFields()
        if code.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer realm=\"cardea\"" }
        if code == .resourceExhausted { headers[.retryAfter] = "1" }
        return try Answer.json(json, status: code.status, headers: headers)
    }

    var json: JSONValue { .object(["code": .string(code.rawValue), "message": .string(message)]) }
}

// MARK: From the errors of the other modules

extension OpenFGAError {
    /// Whether requests to a path are answered in this form, whatever becomes of them.
    static func isForm(at path: String) -> Bool { path == Path.stores.rawValue || path.hasPrefix(Path.stores.rawValue + "/") }

    /// What nobody expected is an internal error without a word more; the log has the rest.
    init(any error: any Error) {
        self = OpenFGAError(error) ?? OpenFGAError(Refusal(for: error)) ?? OpenFGAError(.internalError, "Internal Server Error")
    }

    /// Nil for what nobody expected.
    init?(_ error: any Error) {
        switch error {
        case let error as OpenFGAError: self = error
        case let refusal as Refusal:
            switch refusal.code {
            case .unauthenticated: self.init(.unauthenticated, refusal.message)
            case .forbidden: self.init(.forbidden, refusal.message)
            case .tenantNotFound: self.init(.storeNotFound, "Store ID not found")
            case .notFound, .methodNotAllowed: self.init(.undefinedEndpoint, refusal.message)
            case .invalidCursor: self.init(.invalidContinuationToken, refusal.message)
            case .overloaded, .unavailable, .tooManyRequests: self.init(.resourceExhausted, refusal.message)
            case .internalError: return nil
            default: self.init(.validationError, refusal.message)
            }
        case let body as UndecodableBody: self.init(.validationError, body.message)
        case let reference as InvalidReference:
            self.init(.validationError, "`\(reference.text)` is not valid: \(reference.reason)")
        case let model as InvalidModel: self.init(model)
        case let failure as CheckFailure: self.init(failure)
        case let error as StoreError: self.init(store: error)
        case is AuditQueueFull: self.init(.resourceExhausted, Refusal.auditIsFull.message)
        default: return nil
        }
    }

    static let relationMissing = OpenFGAError(.validationError, "the relation is missing: give `relation`")

    private init(_ model: InvalidModel) {
        let lines = model.diagnostics.prefix(20).map(\.message).joined(separator: "; ")
        let isTooLarge = model.diagnostics.contains { $0.code == "too_many_types" }
        self.init(isTooLarge ? .exceededEntityLimit : .invalidAuthorizationModel, lines)
    }

    /// For questions about one relationship; lists have other codes for names they do not know.
    init(_ failure: CheckFailure) {
        switch failure.kind {
        case .tooDeep, .tooMuchWork, .tooMuchTime: self.init(.resolutionTooComplex, failure.message)
        case .invalidContextualRelationship: self.init(.invalidTuple, failure.message)
        case .invalidPosition: self.init(.invalidContinuationToken, failure.message)
        default: self.init(.validationError, failure.message)
        }
    }

    static func ofList(_ failure: CheckFailure) -> OpenFGAError {
        switch failure.kind {
        case .unknownType: OpenFGAError(.typeNotFound, failure.message)
        case .unknownRelation: OpenFGAError(.relationNotFound, failure.message)
        default: OpenFGAError(failure)
        }
    }

    private init?(store error: StoreError) {
        switch error {
        case .notFound(kind: "tenant", _): self.init(.storeNotFound, "Store ID not found")
        case .notFound(kind: "model", let id): self.init(.authorizationModelNotFound, "Authorization Model '\(id)' not found")
        case .invalidRelationship(_, let refusal): self.init(.validationError, refusal.message)
        case .relationshipExists, .relationshipMissing: self.init(.writeFailed, error.message)
        case .relationshipConflict: self.init(.aborted, error.message)
        case .duplicateInBatch: self.init(.duplicateTuples, error.message)
        case .invalidCursor: self.init(.invalidContinuationToken, "Invalid continuation token")
        case .historyPruned, .revisionUnknown: self.init(.invalidContinuationToken, error.message)
        case .tooMany, .tooManyRelationships: self.init(.exceededEntityLimit, error.message)
        case .modelConflict: self.init(.invalidAuthorizationModel, error.message)
        case .busy: self.init(.resourceExhausted, error.message)
        default: return nil
        }
    }
}
