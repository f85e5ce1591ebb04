/// The parameters of a list of relationships, as they stand in the query string.
public struct RelationshipQuery: Sendable, Equatable {
    public var object: String?
    public var relation: String?
    public var subject: String?
    public var after: String?
    public var limit: Int?
    /// A revision the page must know of.
    public var atLeastAsFresh: UInt64?
    /// Whether the page must know of everything that is committed; not beside `atLeastAsFresh`.
    public var fullyConsistent: Bool

    public init(
        object: String? = nil, relation: String? = nil, subject: String? = nil, after: String? = nil, limit: Int? = nil,
        atLeastAsFresh: UInt64? = nil, fullyConsistent: Bool = false
    ) {
        self.object = object
        self.relation = relation
        self.subject = subject
        self.after = after
        self.limit = limit
        self.atLeastAsFresh = atLeastAsFresh
        self.fullyConsistent = fullyConsistent
    }

    /// Only the parameters that are set, in a fixed order.
    public var parameters: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("object", object), ("relation", relation), ("subject", subject), ("after", after), ("limit", limit.map(String.init)),
            ("at_least_as_fresh", atLeastAsFresh.map(String.init)), ("fully_consistent", fullyConsistent ? "true" : nil),
        ]
        return all.compactMap { parameter in parameter.value.map { (parameter.name, $0) } }
    }
}
