/// Relationships to delete by what they have in common.
public struct RelationshipDeletionBody: ManagementBody, Equatable {
    public var filter: RelationshipPatternBody
    /// At most so many in one transaction: 1 to 10000, which is also what an absent limit means.
    public var limit: Int?
    public var preconditions: [PreconditionBody]?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case filter, limit, preconditions
    }

    public static let members = MemberNames(
        CodingKeys.self, nested: [.filter: RelationshipPatternBody.members, .preconditions: PreconditionBody.members])

    public init(filter: RelationshipPatternBody, limit: Int? = nil, preconditions: [PreconditionBody]? = nil) {
        self.filter = filter
        self.limit = limit
        self.preconditions = preconditions
    }
}

/// What a deletion has done; when it is not complete, the same again deletes the next ones.
public struct DeletedBody: Codable, Sendable, Equatable {
    public var revision: UInt64
    public var deleted: Int
    public var complete: Bool

    public init(revision: UInt64, deleted: Int, complete: Bool) {
        self.revision = revision
        self.deleted = deleted
        self.complete = complete
    }
}
