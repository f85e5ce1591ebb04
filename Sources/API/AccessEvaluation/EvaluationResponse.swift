/// A decision (AuthZEN Authorization API 1.0 §6.2): denied is an answer, not an error.
public struct EvaluationResponse: Codable, Sendable, Equatable {
    /// Why, by a stable code and a sentence the caller may read.
    public struct Reason: Codable, Sendable, Equatable {
        public var code: String
        public var message: String

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }

    /// Why nothing could be decided (AuthZEN Authorization API 1.0 §7.2.1). The decision is false all the same.
    public struct Failure: Codable, Sendable, Equatable {
        /// As an HTTP status.
        public var status: Int
        public var message: String

        public init(status: Int, message: String) {
            self.status = status
            self.message = message
        }
    }

    public struct Context: Codable, Sendable, Equatable {
        /// Nil for a decision that was made.
        public var error: Failure?
        public var reason: Reason?
        public var decisionID: String?
        public var revision: UInt64?

        public enum CodingKeys: String, CodingKey, CaseIterable {
            case error, reason
            case decisionID = "decision_id"
            case revision
        }

        public init(reason: Reason?, decisionID: String?, revision: UInt64?, error: Failure? = nil) {
            self.error = error
            self.reason = reason
            self.decisionID = decisionID
            self.revision = revision
        }
    }

    public var decision: Bool
    public var context: Context?

    public init(decision: Bool, context: Context? = nil) {
        self.decision = decision
        self.context = context
    }
}

/// The decisions of a batch, in the order of its questions.
public struct EvaluationsResponse: Codable, Sendable, Equatable {
    public var evaluations: [EvaluationResponse]

    public init(evaluations: [EvaluationResponse]) {
        self.evaluations = evaluations
    }
}
