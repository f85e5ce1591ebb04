/// The stable codes of the management API's problems; a program may switch over them, so none is ever renamed.
public enum ErrorCode: String, Codable, Sendable, CaseIterable {
    case malformedJSON = "malformed_json"
    case duplicateMember = "duplicate_member"
    case unknownMember = "unknown_member"
    case invalidRequest = "invalid_request"
    case invalidName = "invalid_name"
    case invalidReference = "invalid_reference"
    case invalidCursor = "invalid_cursor"
    case invalidPassword = "invalid_password"
    case unauthenticated = "unauthenticated"
    case forbidden = "forbidden"
    case notFound = "not_found"
    case tenantNotFound = "tenant_not_found"
    case userNotFound = "user_not_found"
    case clientNotFound = "client_not_found"
    case serverNotFound = "server_not_found"
    case methodNotAllowed = "method_not_allowed"
    case alreadyExists = "already_exists"
    case modelConflict = "model_conflict"
    case bodyTooLarge = "body_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case invalidModel = "invalid_model"
    case invalidRelationship = "invalid_relationship"
    case tooManyItems = "too_many_items"
    case relationshipExists = "relationship_exists"
    case relationshipMissing = "relationship_missing"
    case relationshipConflict = "relationship_conflict"
    case relationshipExpired = "relationship_expired"
    case tooManyRelationships = "too_many_relationships"
    case duplicateRelationship = "duplicate_relationship"
    case preconditionFailed = "precondition_failed"
    case historyPruned = "history_pruned"
    case revisionUnknown = "revision_unknown"
    case revisionChanged = "revision_changed"
    case checkFailed = "check_failed"
    case tooManyRequests = "too_many_requests"
    case internalError = "internal_error"
    case overloaded = "overloaded"
    case unavailable = "unavailable"

    /// The HTTP status that goes with the code (RFC 9110 §15).
    public var status: Int {
        switch self {
        case .malformedJSON, .duplicateMember, .unknownMember, .invalidRequest, .invalidName, .invalidReference, .invalidCursor,
            .invalidPassword, .tooManyItems, .duplicateRelationship, .revisionUnknown:
            400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound, .tenantNotFound, .userNotFound, .clientNotFound, .serverNotFound: 404
        case .methodNotAllowed: 405
        case .alreadyExists, .modelConflict, .relationshipExists, .relationshipMissing, .relationshipConflict, .revisionChanged,
            .tooManyRelationships:
            409
        case .historyPruned: 410
        case .preconditionFailed: 412
        case .bodyTooLarge: 413
        case .unsupportedMediaType: 415
        case .invalidModel, .invalidRelationship, .relationshipExpired, .checkFailed: 422
        case .tooManyRequests: 429
        case .internalError: 500
        case .overloaded, .unavailable: 503
        }
    }

    /// One sentence that is the same for every occurrence (RFC 9457 §3.1.3).
    public var title: String {
        switch self {
        case .malformedJSON: "the body is not valid JSON"
        case .duplicateMember: "a member is given twice"
        case .unknownMember: "a member is not known"
        case .invalidRequest: "the request is not valid"
        case .invalidName: "a name is not valid"
        case .invalidReference: "a reference to a subject or an object is not valid"
        case .invalidCursor: "the cursor is not valid"
        case .invalidPassword: "the password is not acceptable"
        case .unauthenticated: "a valid credential is needed"
        case .forbidden: "the credential does not allow this"
        case .notFound: "there is nothing here"
        case .tenantNotFound: "the tenant does not exist"
        case .userNotFound: "the user does not exist"
        case .clientNotFound: "the client does not exist"
        case .serverNotFound: "the server does not exist"
        case .methodNotAllowed: "the method is not allowed here"
        case .alreadyExists: "it already exists"
        case .modelConflict: "stored relationships do not fit the model"
        case .bodyTooLarge: "the body is too large"
        case .unsupportedMediaType: "the media type is not supported"
        case .invalidModel: "the model is not valid"
        case .invalidRelationship: "a relationship does not fit the model"
        case .tooManyItems: "too many items in one request"
        case .relationshipExists: "the relationship exists already"
        case .relationshipMissing: "the relationship does not exist"
        case .relationshipConflict: "the relationship exists with another condition or expiry"
        case .relationshipExpired: "a relationship to write has expired"
        case .tooManyRelationships: "the tenant would have more relationships than it may"
        case .duplicateRelationship: "a relationship is given twice in one write"
        case .preconditionFailed: "a precondition does not hold"
        case .historyPruned: "the history asked for is not kept any more"
        case .revisionUnknown: "the revision does not exist yet"
        case .revisionChanged: "something was written since the revision that was named"
        case .checkFailed: "the check could not be decided"
        case .tooManyRequests: "too many requests"
        case .internalError: "the service failed"
        case .overloaded: "the service is overloaded"
        case .unavailable: "the service is not available"
        }
    }
}
