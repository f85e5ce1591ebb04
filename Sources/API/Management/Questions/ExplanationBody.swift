/// Why a question is answered as it is: once for the subject, and once for the agent that acts for it.
public struct ExplanationBody: Codable, Sendable, Equatable {
    public var allowed: Bool
    public var decision: DecisionWord
    public var parts: [Part]
    public var revision: UInt64
    public var decisionID: String

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case allowed, decision, parts, revision
        case decisionID = "decision_id"
    }

    public init(decision: DecisionWord, parts: [Part], revision: UInt64, decisionID: String) {
        allowed = decision == .allowed
        self.decision = decision
        self.parts = parts
        self.revision = revision
        self.decisionID = decisionID
    }

    public struct Part: Codable, Sendable, Equatable {
        public var subject: String
        public var action: String
        public var decision: DecisionWord
        public var code: String
        public var missing: [String]?
        /// In one line.
        public var reason: String
        /// For an allow, the relationships it rests on, from the subject up; those with the same `chain` follow one another.
        public var proof: [Link]
        /// False when relationships were left out of the proof, or none was found within the limits of the question.
        public var isProofComplete: Bool
        /// For a denial, what was tried.
        public var failed: FailedBranchBody?
        /// For a denial, the smallest sets of relationships each of which would allow it, one with a condition while the condition holds.
        /// An object with the id `new` stands for one that does not exist yet.
        public var grants: [[String]]

        public enum CodingKeys: String, CodingKey, CaseIterable {
            case subject, action, decision, code, missing, reason, proof, failed, grants
            case isProofComplete = "proof_complete"
        }

        public init(
            subject: String, action: String, decision: DecisionWord, code: String, missing: [String]? = nil, reason: String,
            proof: [Link] = [], isProofComplete: Bool = true, failed: FailedBranchBody? = nil, grants: [[String]] = []
        ) {
            self.subject = subject
            self.action = action
            self.decision = decision
            self.code = code
            self.missing = missing
            self.reason = reason
            self.proof = proof
            self.isProofComplete = isProofComplete
            self.failed = failed
            self.grants = grants
        }
    }

    public struct Link: Codable, Sendable, Equatable {
        public var subject: String
        public var relation: String
        public var object: String
        public var chain: Int

        public init(subject: String, relation: String, object: String, chain: Int) {
            self.subject = subject
            self.relation = relation
            self.object = object
            self.chain = chain
        }
    }
}

/// One part of a question that did not make it true, with the parts below it.
public struct FailedBranchBody: Codable, Sendable, Equatable {
    /// `relation`, `direct`, `parents`, `inactive`, `union`, `intersection`, `taken_away`, `circle` or `more`.
    public var kind: String
    public var name: String?
    /// For `direct`, what the relation would accept.
    public var accepted: [String]?
    public var reason: String?
    public var parts: [FailedBranchBody]?

    public init(
        kind: String, name: String? = nil, accepted: [String]? = nil, reason: String? = nil, parts: [FailedBranchBody]? = nil
    ) {
        self.kind = kind
        self.name = name
        self.accepted = accepted
        self.reason = reason
        self.parts = parts
    }
}
