/// A search for subjects, resources or actions (AuthZEN Authorization API 1.0 §8).
public struct SearchRequest: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case subject, resource, action
    }

    /// What is looked for has a type and no id; an id that was sent does not count (§8.1.1).
    public var subject: EvaluationEntity
    /// Nil in a search for actions.
    public var action: EvaluationAction?
    public var resource: EvaluationEntity
    public var context: EvaluationContext?
    /// How many results a page may have; nil leaves it to the service.
    public var limit: Int?
    /// Where an earlier page ended; nil for the first one.
    public var token: String?

    public static let defaultLimit = 100
    public static let maximumLimit = 1000

    /// Reads a search; members that are not known are ignored.
    public init(_ kind: Kind, parsing bytes: [UInt8]) throws(UndecodableBody) {
        let json = try JSONValue(parsing: bytes)
        guard case .object = json else {
            throw UndecodableBody(code: .invalidRequest, message: "a search has to be an object, not \(json.kind)")
        }
        subject = try Self.entity("subject", of: json, isSought: kind == .subject)
        resource = try Self.entity("resource", of: json, isSought: kind == .resource)
        if kind != .action {
            guard let action = try EvaluationAction(memberOf: json) else { throw .missing("action", of: "the search") }
            self.action = action
        }
        context = try json.optionalObject("context", of: "the search").map { members throws(UndecodableBody) in
            try EvaluationContext(members: members)
        }
        let page = try json.optionalObject("page", of: "the search").map(JSONValue.object)
        limit = try page.flatMap { page throws(UndecodableBody) in try Self.limit(of: page) }
        token = try page.flatMap { page throws(UndecodableBody) in try page.optionalString("token", of: "`page`") }
        if token?.isEmpty == true { token = nil }
    }

    private static func entity(_ member: String, of json: JSONValue, isSought: Bool) throws(UndecodableBody) -> EvaluationEntity {
        guard let members = try json.optionalObject(member, of: "the search") else { throw .missing(member, of: "the search") }
        let object = JSONValue.object(members)
        let what = "`\(member)`"
        return EvaluationEntity(
            type: try object.requiredString("type", of: what), id: isSought ? "" : try object.requiredString("id", of: what),
            properties: try object.optionalObject("properties", of: what))
    }

    private static func limit(of page: JSONValue) throws(UndecodableBody) -> Int? {
        switch page["limit"] {
        case nil, .null: return nil
        case .integer(let number) where number >= 0: return Int(min(number, Int64(maximumLimit)))
        default: throw UndecodableBody(code: .invalidRequest, message: "`page.limit` has to be a whole number from 0")
        }
    }
}

/// A page of what was found (AuthZEN Authorization API 1.0 §8.2).
public struct SearchResponse: Codable, Sendable, Equatable {
    /// A subject or resource with type and id, or an action with a name.
    public struct Result: Codable, Sendable, Equatable {
        public var type: String?
        public var id: String?
        public var name: String?

        public init(type: String, id: String) {
            self.type = type
            self.id = id
        }

        public init(name: String) {
            self.name = name
        }
    }

    public struct Page: Codable, Sendable, Equatable {
        /// Empty at the end (§8.2.1).
        public var nextToken: String
        public var count: Int

        public enum CodingKeys: String, CodingKey {
            case nextToken = "next_token"
            case count
        }
    }

    public struct Context: Codable, Sendable, Equatable {
        /// Subjects of this page that are not among those a result with the id `*` stands for.
        public var exclusions: [Result]
    }

    public var results: [Result]
    public var page: Page
    public var context: Context?

    public init(results: [Result], next: String?, exclusions: [Result] = []) {
        self.results = results
        page = Page(nextToken: next ?? "", count: results.count)
        context = exclusions.isEmpty ? nil : Context(exclusions: exclusions)
    }
}
