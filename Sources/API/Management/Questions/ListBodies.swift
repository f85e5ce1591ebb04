/// On which objects of a type may the subject do the action?
public struct ObjectsQuestion: PagedQuestion, Equatable {
    public var subject: String
    public var action: String
    public var type: String
    public var context: [String: JSONValue]?
    public var after: String?
    public var limit: Int?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case subject, action, type, context, after, limit
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(
        subject: String, action: String, type: String, context: [String: JSONValue]? = nil, after: String? = nil, limit: Int? = nil
    ) {
        self.subject = subject
        self.action = action
        self.type = type
        self.context = context
        self.after = after
        self.limit = limit
    }
}

/// Which subjects of a type may do the action on the resource? With `relation`, which sets such as `group:eng#member`.
public struct SubjectsQuestion: PagedQuestion, Equatable {
    public var resource: String
    public var action: String
    public var type: String
    public var relation: String?
    public var context: [String: JSONValue]?
    public var after: String?
    public var limit: Int?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case resource, action, type, relation, context, after, limit
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(
        resource: String, action: String, type: String, relation: String? = nil, context: [String: JSONValue]? = nil,
        after: String? = nil, limit: Int? = nil
    ) {
        self.resource = resource
        self.action = action
        self.type = type
        self.relation = relation
        self.context = context
        self.after = after
        self.limit = limit
    }
}

/// Which actions may the subject do on the resource?
public struct ActionsQuestion: ManagementBody, Equatable {
    public var subject: String
    public var resource: String
    public var context: [String: JSONValue]?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case subject, resource, context
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(subject: String, resource: String, context: [String: JSONValue]? = nil) {
        self.subject = subject
        self.resource = resource
        self.context = context
    }
}

/// A question that is answered in pages.
public protocol PagedQuestion: ManagementBody {
    /// The `next` of the page before.
    var after: String? { get set }
    /// At most so many items: 1 to 1000, else 100.
    var limit: Int? { get set }
}

/// A page of what a list found, on one snapshot.
public struct FoundPage<Item: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    public var items: [Item]
    /// Who does not have it although `type:*` in `items` does; absent in lists without subjects.
    public var exclusions: [Item]?
    /// What depends on parameters nobody gave.
    public var conditional: [Item]
    /// The parameters those depend on, sorted.
    public var missing: [String]
    /// The cursor of the next page; absent when the list is complete.
    public var next: String?
    public var complete: Bool
    public var revision: UInt64

    public init(
        items: [Item], exclusions: [Item]? = nil, conditional: [Item] = [], missing: [String] = [], next: String? = nil,
        revision: UInt64
    ) {
        self.items = items
        self.exclusions = exclusions
        self.conditional = conditional
        self.missing = missing
        self.next = next
        complete = next == nil
        self.revision = revision
    }
}
