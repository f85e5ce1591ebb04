/// Relationships to write and to delete, all or none of them.
public struct RelationshipChanges: ManagementBody, Equatable {
    public static let maximumCount = 1000
    public static let maximumPreconditionCount = 100

    /// What happens when a relationship to create is there, or one to delete is not.
    public enum Conflict: String, Codable, Sendable, CaseIterable {
        /// The whole write is refused.
        case error
        case ignore
    }

    /// Added, or their condition and expiry replaced.
    public var touch: [RelationshipBody]
    public var delete: [RelationshipBody]
    /// Added; `onDuplicate` says what happens to those that are there.
    public var create: [RelationshipBody]
    public var preconditions: [PreconditionBody]
    /// For `create`: `error` unless said otherwise.
    public var onDuplicate: Conflict?
    /// For `delete`: `ignore` unless said otherwise.
    public var onMissing: Conflict?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case touch, delete, create, preconditions
        case onDuplicate = "on_duplicate"
        case onMissing = "on_missing"
    }

    public static let members = MemberNames(
        CodingKeys.self,
        nested: [
            .touch: RelationshipBody.members, .delete: RelationshipBody.members, .create: RelationshipBody.members,
            .preconditions: PreconditionBody.members,
        ])

    public init(
        touch: [RelationshipBody] = [], delete: [RelationshipBody] = [], create: [RelationshipBody] = [],
        preconditions: [PreconditionBody] = [], onDuplicate: Conflict? = nil, onMissing: Conflict? = nil
    ) {
        self.touch = touch
        self.delete = delete
        self.create = create
        self.preconditions = preconditions
        self.onDuplicate = onDuplicate
        self.onMissing = onMissing
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        touch = try container.decodeIfPresent([RelationshipBody].self, forKey: .touch) ?? []
        delete = try container.decodeIfPresent([RelationshipBody].self, forKey: .delete) ?? []
        create = try container.decodeIfPresent([RelationshipBody].self, forKey: .create) ?? []
        preconditions = try container.decodeIfPresent([PreconditionBody].self, forKey: .preconditions) ?? []
        onDuplicate = try Self.conflict(.onDuplicate, in: container)
        onMissing = try Self.conflict(.onMissing, in: container)
    }

    private static func conflict(_ key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>) throws -> Conflict? {
        guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let conflict = Conflict(rawValue: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "`\(text)` is neither `error` nor `ignore`")
        }
        return conflict
    }
}

/// The revision that contains a write.
public struct RevisionBody: Codable, Sendable, Equatable {
    public var revision: UInt64

    public init(revision: UInt64) {
        self.revision = revision
    }
}
