/// Relationships to write and to delete, all or none of them.
public struct RelationshipChanges: ManagementBody, Equatable {
    public static let maximumCount = 1000

    public var touch: [RelationshipBody]
    public var delete: [RelationshipBody]

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case touch, delete
    }

    public static let members = MemberNames(
        CodingKeys.self, nested: [.touch: RelationshipBody.members, .delete: RelationshipBody.members])

    public init(touch: [RelationshipBody] = [], delete: [RelationshipBody] = []) {
        self.touch = touch
        self.delete = delete
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        touch = try container.decodeIfPresent([RelationshipBody].self, forKey: .touch) ?? []
        delete = try container.decodeIfPresent([RelationshipBody].self, forKey: .delete) ?? []
    }
}

/// The revision that contains a write.
public struct RevisionBody: Codable, Sendable, Equatable {
    public var revision: UInt64

    public init(revision: UInt64) {
        self.revision = revision
    }
}
