/// What can the subject reach, or who can reach the resource? Exactly one of the two is given.
public struct ReachQuestion: PagedQuestion, Equatable {
    public var subject: String?
    public var resource: String?
    public var context: [String: JSONValue]?
    public var after: String?
    public var limit: Int?

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case subject, resource, context, after, limit
    }

    public static let members = MemberNames(CodingKeys.self)

    public init(
        subject: String? = nil, resource: String? = nil, context: [String: JSONValue]? = nil, after: String? = nil, limit: Int? = nil
    ) {
        self.subject = subject
        self.resource = resource
        self.context = context
        self.after = after
        self.limit = limit
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        subject = try container.decodeIfPresent(String.self, forKey: .subject)
        resource = try container.decodeIfPresent(String.self, forKey: .resource)
        context = try container.decodeIfPresent([String: JSONValue].self, forKey: .context)
        after = try container.decodeIfPresent(String.self, forKey: .after)
        limit = try container.decodeIfPresent(Int.self, forKey: .limit)
        guard (subject == nil) != (resource == nil) else {
            throw DecodingError.dataCorruptedError(
                forKey: .subject, in: container, debugDescription: "give either `subject` or `resource`")
        }
    }
}

/// One thing that may be done: by whom, what, on what.
public struct ReachedBody: Codable, Sendable, Equatable {
    public var subject: String
    public var action: String
    public var resource: String

    public init(subject: String, action: String, resource: String) {
        self.subject = subject
        self.action = action
        self.resource = resource
    }
}
