/// One question of an administrator: may the subject, and the agent acting for it, do the action on the resource.
public struct CheckQuestion: ManagementBody, Equatable {
    public var subject: String
    public var action: String
    public var resource: String
    public var agent: String?
    public var context: [String: JSONValue]?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case subject, action, resource, agent, context
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(subject: String, action: String, resource: String, agent: String? = nil, context: [String: JSONValue]? = nil) {
        self.subject = subject
        self.action = action
        self.resource = resource
        self.agent = agent
        self.context = context
    }
}

/// What a question came to. Only `allowed` is an allow.
public enum DecisionWord: String, Codable, Sendable, CaseIterable {
    case allowed, denied
    /// It depends on parameters nobody gave.
    case conditional
    /// Nothing was decided: a limit was reached, a condition could not be evaluated, or what was brought along is not valid.
    case undecided
}

/// The answer, with the way that led to it in one line.
public struct CheckAnswer: Codable, Sendable, Equatable {
    public var allowed: Bool
    public var decision: DecisionWord
    /// Stable: `allowed`, `denied`, `missing_parameter`, or why it could not be decided.
    public var code: String
    /// The parameters a conditional answer depends on, sorted.
    public var missing: [String]?
    public var reason: String
    public var revision: UInt64
    public var decisionID: String

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case allowed, decision, code, missing, reason, revision
        case decisionID = "decision_id"
    }

    public init(decision: DecisionWord, code: String, missing: [String]? = nil, reason: String, revision: UInt64, decisionID: String) {
        allowed = decision == .allowed
        self.decision = decision
        self.code = code
        self.missing = missing
        self.reason = reason
        self.revision = revision
        self.decisionID = decisionID
    }
}
