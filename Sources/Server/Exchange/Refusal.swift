import API
import HTTPTypes

/// A request that is not served, in the words its sender may read; the log may hold more.
struct Refusal: Error {
    let code: ErrorCode
    let message: String
    /// The code of a question's failure.
    var failure: String?
    var diagnostics: [Diagnostic]?
    /// Relationships in the way of a model.
    var conflicts: [String]?
    /// How many there are in all.
    var conflictCount: Int?
    var headers: HTTPFields = [:]
    /// For the log only.
    var cause: String?

    init(
        _ code: ErrorCode, _ message: String, failure: String? = nil, diagnostics: [Diagnostic]? = nil, headers: HTTPFields = [:],
        cause: String? = nil
    ) {
        self.code = code
        self.message = message
        self.failure = failure
        self.diagnostics = diagnostics
        self.headers = headers
        self.cause = cause
    }

    /// A tenant that does not exist and one that is not the caller's look the same.
    static func tenantNotFound(_ name: String) -> Refusal {
        Refusal(.tenantNotFound, "there is no tenant `\(name)`")
    }

    /// No credential, or one that is worth nothing here (RFC 6750 §3): which of them it was is not told.
    static let unauthenticated = Refusal(
        .unauthenticated, "send a valid credential as `Authorization: Bearer …`", headers: [.wwwAuthenticate: "Bearer realm=\"cardea\""])

    /// The audit does not take the event, so the act it would have recorded does not happen.
    static let auditIsFull = Refusal(
        .overloaded, "the audit cannot take another event just now, so nothing was done: try again", headers: [.retryAfter: "1"])
}
