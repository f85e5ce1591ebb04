/// Which relation of which object is to be taken apart.
public struct ExpansionQuestion: ManagementBody, Equatable {
    public var resource: String
    public var action: String

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case resource, action
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(resource: String, action: String) {
        self.resource = resource
        self.action = action
    }
}

/// One level of a relation, taken apart.
public struct ExpansionBody: Codable, Sendable, Equatable {
    public var tree: ExpansionNodeBody
    public var revision: UInt64

    public init(tree: ExpansionNodeBody, revision: UInt64) {
        self.tree = tree
        self.revision = revision
    }
}

/// A part of an expansion.
public struct ExpansionNodeBody: Codable, Sendable, Equatable {
    /// `direct`, `computed`, `parents`, `union`, `intersection` or `difference`.
    public var kind: String
    /// The relation of the object, such as `doc:1#viewer`.
    public var name: String
    /// For `direct`, who is named by relationships of the object itself.
    public var subjects: [String]?
    /// For `parents`, the relation that names the objects.
    public var tupleset: String?
    /// For `computed` and `parents`, the relations it leads to.
    public var leadsTo: [String]?
    /// For `difference`, the base and then what is taken away.
    public var parts: [ExpansionNodeBody]?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, name, subjects, tupleset, parts
        case leadsTo = "leads_to"
    }

    public init(
        kind: String, name: String, subjects: [String]? = nil, tupleset: String? = nil, leadsTo: [String]? = nil,
        parts: [ExpansionNodeBody]? = nil
    ) {
        self.kind = kind
        self.name = name
        self.subjects = subjects
        self.tupleset = tupleset
        self.leadsTo = leadsTo
        self.parts = parts
    }
}
