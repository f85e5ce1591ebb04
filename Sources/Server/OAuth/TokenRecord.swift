import OAuth
import Store

/// What the audit gets to know about the token endpoints.
struct TokenRecord: Sendable {
    let audit: Audit
    let tenant: TenantID
    let requestID: String

    func issued(_ issued: TokenResponse) async throws {
        try await audit.recordNow(
            AuditEvent(
                tenant: tenant, time: audit.clock(), kind: .token, subject: Self.subject(of: issued), agent: "agent:\(issued.clientID)",
                action: "token.issue", resource: issued.resource, outcome: .succeeded, reason: issued.grantType, requestID: requestID,
                details: ["token_id": issued.tokenID, "scope": issued.scope.joined(separator: " ")]))
    }

    /// Through the queue: a flood of wrong guesses must not become a flood of synchronous writes.
    func refused(_ error: OAuthError, clientID: String?) async throws {
        try audit.store.record(
            AuditEvent(
                tenant: tenant, time: audit.clock(), kind: .token, agent: clientID.map { "agent:\($0.prefix(200))" }, action: "token.issue",
                outcome: .failed, reason: "\(error.code.rawValue): \(error.detail ?? error.description)", requestID: requestID))
    }

    func revoked(_ count: Int, clientID: String?) async throws {
        try await audit.recordNow(
            AuditEvent(
                tenant: tenant, time: audit.clock(), kind: .token, agent: clientID.map { "agent:\($0.prefix(200))" },
                action: "token.revoke",
                outcome: .succeeded, reason: "revoked by its client", requestID: requestID, details: ["revoked": String(count)]))
    }

    private static func subject(of issued: TokenResponse) -> String {
        issued.grantType == GrantType.clientCredentials.rawValue ? "agent:\(issued.subject)" : "user:\(issued.subject)"
    }
}
