/// The parameters of a page of changes, as they stand in the query string.
public struct RelationshipChangeQuery: Sendable, Equatable {
    /// The `next` of an earlier page or line, or a revision; without it everything that is kept.
    public var after: String?
    /// Only changes of objects of these types.
    public var types: [String]
    public var relations: [String]
    public var subjectTypes: [String]
    public var object: String?
    public var subject: String?
    /// Seconds to wait for a change when there is none.
    public var wait: Int?
    public var limit: Int?

    public init(
        after: String? = nil, types: [String] = [], relations: [String] = [], subjectTypes: [String] = [], object: String? = nil,
        subject: String? = nil, wait: Int? = nil, limit: Int? = nil
    ) {
        self.after = after
        self.types = types
        self.relations = relations
        self.subjectTypes = subjectTypes
        self.object = object
        self.subject = subject
        self.wait = wait
        self.limit = limit
    }

    /// Only the parameters that are set, in a fixed order.
    public var parameters: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("after", after), ("type", Self.list(types)), ("relation", Self.list(relations)),
            ("subject_type", Self.list(subjectTypes)), ("object", object), ("subject", subject), ("wait", wait.map(String.init)),
            ("limit", limit.map(String.init)),
        ]
        return all.compactMap { parameter in parameter.value.map { (parameter.name, $0) } }
    }

    private static func list(_ names: [String]) -> String? { names.isEmpty ? nil : names.joined(separator: ",") }
}
