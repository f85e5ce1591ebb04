/// The parameters of a list of relationships, as they stand in the query string.
public struct RelationshipQuery: Sendable, Equatable {
    public var object: String?
    public var relation: String?
    public var subject: String?
    public var after: String?
    public var limit: Int?

    public init(object: String? = nil, relation: String? = nil, subject: String? = nil, after: String? = nil, limit: Int? = nil) {
        self.object = object
        self.relation = relation
        self.subject = subject
        self.after = after
        self.limit = limit
    }

    /// Only the parameters that are set, in a fixed order.
    public var parameters: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("object", object), ("relation", relation), ("subject", subject), ("after", after), ("limit", limit.map(String.init)),
        ]
        return all.compactMap { parameter in parameter.value.map { (parameter.name, $0) } }
    }
}
