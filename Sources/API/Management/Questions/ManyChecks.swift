/// Many questions at once, all answered on one snapshot.
public struct ManyQuestions: ManagementBody, Equatable {
    public static let maximumCount = 1000

    public var questions: [CheckQuestion]

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case questions
    }

    public static let members = MemberNames(CodingKeys.self, nested: [.questions: CheckQuestion.members])

    public init(_ questions: [CheckQuestion]) {
        self.questions = questions
    }
}

/// The answers in the order of the questions.
public struct ManyAnswers: Codable, Sendable, Equatable {
    public struct Item: Codable, Sendable, Equatable {
        public var allowed: Bool
        public var decision: DecisionWord
        public var code: String
        public var missing: [String]?
        /// Why a question could not be decided.
        public var message: String?

        public init(decision: DecisionWord, code: String, missing: [String]? = nil, message: String? = nil) {
            allowed = decision == .allowed
            self.decision = decision
            self.code = code
            self.missing = missing
            self.message = message
        }
    }

    public var answers: [Item]
    public var revision: UInt64

    public init(answers: [Item], revision: UInt64) {
        self.answers = answers
        self.revision = revision
    }
}
