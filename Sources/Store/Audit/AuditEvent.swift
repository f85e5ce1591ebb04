package import Foundation

/// Something that happened, as it is remembered.
package struct AuditEvent: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case decision, grant, token, login, admin, model
    }

    package enum Outcome: String, Sendable, CaseIterable {
        case allowed, denied, succeeded, failed
    }

    package var tenant: TenantID
    package var time: Date
    package var kind: Kind
    package var subject: String?
    package var agent: String?
    package var action: String?
    package var resource: String?
    package var outcome: Outcome
    package var reason: String
    package var decisionID: String?
    package var requestID: String?
    package var details: [String: String]

    package init(
        tenant: TenantID, time: Date, kind: Kind, subject: String? = nil, agent: String? = nil, action: String? = nil,
        resource: String? = nil, outcome: Outcome, reason: String, decisionID: String? = nil, requestID: String? = nil,
        details: [String: String] = [:]
    ) {
        self.tenant = tenant
        self.time = time
        self.kind = kind
        self.subject = subject
        self.agent = agent
        self.action = action
        self.resource = resource
        self.outcome = outcome
        self.reason = reason
        self.decisionID = decisionID
        self.requestID = requestID
        self.details = details
    }
}

/// An event with its place in the tenant's audit.
package struct StoredAuditEvent: Sendable, Equatable {
    package let sequence: Int64
    package let event: AuditEvent
}

/// Which events to read; nil leaves a part open.
package struct AuditFilter: Sendable, Equatable {
    package var kind: AuditEvent.Kind?
    package var subject: String?
    package var outcome: AuditEvent.Outcome?
    package var requestID: String?
    package var before: Int64?

    package init(
        kind: AuditEvent.Kind? = nil, subject: String? = nil, outcome: AuditEvent.Outcome? = nil, requestID: String? = nil,
        before: Int64? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.outcome = outcome
        self.requestID = requestID
        self.before = before
    }
}
