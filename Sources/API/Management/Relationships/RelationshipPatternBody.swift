/// Which relationships are meant; an absent member leaves a part open.
public struct RelationshipPatternBody: ManagementBody, Equatable {
    public var objectType: String
    public var objectID: String?
    public var relation: String?
    public var subjectType: String?
    public var subjectID: String?
    /// Empty for subjects that are no sets, such as `user:anne`.
    public var subjectRelation: String?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case objectType = "object_type"
        case objectID = "object_id"
        case relation
        case subjectType = "subject_type"
        case subjectID = "subject_id"
        case subjectRelation = "subject_relation"
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(
        objectType: String, objectID: String? = nil, relation: String? = nil, subjectType: String? = nil, subjectID: String? = nil,
        subjectRelation: String? = nil
    ) {
        self.objectType = objectType
        self.objectID = objectID
        self.relation = relation
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subjectRelation = subjectRelation
    }
}

/// What has to hold for a write to happen: some relationship matches, or none does.
public struct PreconditionBody: ManagementBody, Equatable {
    public var pattern: RelationshipPatternBody
    public var mustMatch: Bool

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case pattern
        case mustMatch = "must_match"
    }

    public static let members = MemberNames(CodingKeys.self, nested: [.pattern: RelationshipPatternBody.members])

    public init(pattern: RelationshipPatternBody, mustMatch: Bool) {
        self.pattern = pattern
        self.mustMatch = mustMatch
    }
}
