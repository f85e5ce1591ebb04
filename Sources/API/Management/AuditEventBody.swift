public import Foundation

/// One event of the audit: who, by which agent, did what on what, with what outcome, why and when.
public struct AuditEventBody: Codable, Sendable, Equatable {
    public var sequence: Int64
    public var time: Date
    public var kind: String
    public var subject: String?
    public var agent: String?
    public var action: String?
    public var resource: String?
    public var outcome: String
    public var reason: String
    public var decisionID: String?
    public var requestID: String?
    public var details: [String: String]

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case sequence, time, kind, subject, agent, action, resource, outcome, reason
        case decisionID = "decision_id"
        case requestID = "request_id"
        case details
    }

    public init(
        sequence: Int64, time: Date, kind: String, subject: String? = nil, agent: String? = nil, action: String? = nil,
        resource: String? = nil, outcome: String, reason: String, decisionID: String? = nil, requestID: String? = nil,
        details: [String: String] = [:]
    ) {
        self.sequence = sequence
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

/// A page of the audit, newest first; `next` goes into `before` for older events.
public struct AuditPage: Codable, Sendable, Equatable {
    public var events: [AuditEventBody]
    public var next: String?

    public init(events: [AuditEventBody], next: String? = nil) {
        self.events = events
        self.next = next
    }
}
