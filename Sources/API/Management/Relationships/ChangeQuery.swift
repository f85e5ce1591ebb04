/// The parameters of a page of changes, as they stand in the query string.
public struct RelationshipChangeQuery: Sendable, Equatable {
    /// The `next` of an earlier page or line; without it everything that is kept.
    public var after: String?
    /// Only changes of objects of these types.
    public var types: [String]
    /// Seconds to wait for a change when there is none.
    public var wait: Int?
    public var limit: Int?

    public init(after: String? = nil, types: [String] = [], wait: Int? = nil, limit: Int? = nil) {
        self.after = after
        self.types = types
        self.wait = wait
        self.limit = limit
    }

    /// Only the parameters that are set, in a fixed order.
    public var parameters: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("after", after), ("type", types.isEmpty ? nil : types.joined(separator: ",")), ("wait", wait.map(String.init)),
            ("limit", limit.map(String.init)),
        ]
        return all.compactMap { parameter in parameter.value.map { (parameter.name, $0) } }
    }
}
