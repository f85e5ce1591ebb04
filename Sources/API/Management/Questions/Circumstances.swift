/// Under what a question is asked, beside what it asks.
public struct Circumstances: ManagementBody, Equatable {
    /// Relationships that hold for this question only.
    public var relationships: [RelationshipBody]?
    /// The id of a model of the tenant; without it the one in force.
    public var model: String?
    /// A revision the answer must know of: one that the service has answered.
    public var atLeastAsFresh: UInt64?
    /// Whether the answer must know of everything that is committed when it is asked; not beside `atLeastAsFresh`. For a list that is its
    /// first page, as all pages are of one revision.
    public var fullyConsistent: Bool?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case relationships, model
        case atLeastAsFresh = "at_least_as_fresh"
        case fullyConsistent = "fully_consistent"
    }

    public static let members = MemberNames(CodingKeys.self, nested: [.relationships: RelationshipBody.members])

    public init(
        relationships: [RelationshipBody]? = nil, model: String? = nil, atLeastAsFresh: UInt64? = nil, fullyConsistent: Bool? = nil
    ) {
        self.relationships = relationships
        self.model = model
        self.atLeastAsFresh = atLeastAsFresh
        self.fullyConsistent = fullyConsistent
    }
}

/// A question and its circumstances, as members of one object.
public struct Posed<Question: ManagementBody>: ManagementBody {
    public var question: Question
    public var circumstances: Circumstances

    public static var members: MemberNames { Question.members.joined(with: Circumstances.members) }

    public init(_ question: Question, _ circumstances: Circumstances = Circumstances()) {
        self.question = question
        self.circumstances = circumstances
    }

    public init(from decoder: any Decoder) throws {
        question = try Question(from: decoder)
        circumstances = try Circumstances(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try question.encode(to: encoder)
        try circumstances.encode(to: encoder)
    }
}

extension Posed: Equatable where Question: Equatable {}
