/// What questions of a tenant may cost, and how much it may store. In a request, a limit that is left out is the default; an answer has all of them.
public struct LimitsBody: ManagementBody, Equatable {
    /// Steps below one another through relations that combine with `and` and `but not`.
    public var checkDepth: Int?
    /// Relationships one check may look at.
    public var checkWork: Int?
    /// Relationships one list may look at, the checks of its candidates included.
    public var listWork: Int?
    /// How long one check may take.
    public var checkMilliseconds: Int?
    /// How long one page of a list may take.
    public var listMilliseconds: Int?
    /// Contextual relationships in one question.
    public var contextualRelationships: Int?
    /// How long one page of `reach` is looked for.
    public var reachMilliseconds: Int?
    /// How many the tenant may have.
    public var relationships: Int?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case checkDepth = "check_depth"
        case checkWork = "check_work"
        case listWork = "list_work"
        case checkMilliseconds = "check_milliseconds"
        case listMilliseconds = "list_milliseconds"
        case contextualRelationships = "contextual_relationships"
        case reachMilliseconds = "reach_milliseconds"
        case relationships
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(
        checkDepth: Int? = nil, checkWork: Int? = nil, listWork: Int? = nil, checkMilliseconds: Int? = nil, listMilliseconds: Int? = nil,
        contextualRelationships: Int? = nil, reachMilliseconds: Int? = nil, relationships: Int? = nil
    ) {
        self.checkDepth = checkDepth
        self.checkWork = checkWork
        self.listWork = listWork
        self.checkMilliseconds = checkMilliseconds
        self.listMilliseconds = listMilliseconds
        self.contextualRelationships = contextualRelationships
        self.reachMilliseconds = reachMilliseconds
        self.relationships = relationships
    }
}
