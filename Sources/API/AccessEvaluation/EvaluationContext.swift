/// The context of a question: four members with a meaning of their own, and whatever the model's conditions read.
public struct EvaluationContext: Sendable, Equatable {
    /// The resource that the arguments of a tool call name, and what the call does to it.
    public struct Resource: Codable, Sendable, Equatable {
        public var type: String
        public var id: String
        public var action: String

        public init(type: String, id: String, action: String) {
            self.type = type
            self.id = id
            self.action = action
        }
    }

    /// The caller's access token: it has to be good, unrevoked, and the subject's (and the agent's).
    public var subjectToken: SecretText?
    /// Who acts for the subject, such as `agent:desktop`.
    public var agent: String?
    public var resource: Resource?
    /// The arguments of the tool call.
    public var arguments: [String: JSONValue]?
    /// Every other member, for conditions.
    public var properties: [String: JSONValue]

    public init(
        subjectToken: SecretText? = nil, agent: String? = nil, resource: Resource? = nil, arguments: [String: JSONValue]? = nil,
        properties: [String: JSONValue] = [:]
    ) {
        self.subjectToken = subjectToken
        self.agent = agent
        self.resource = resource
        self.arguments = arguments
        self.properties = properties
    }

    static let namedMembers: Set<String> = ["subject_token", "agent", "resource", "arguments"]
}

extension EvaluationContext: Codable {
    public init(from decoder: any Decoder) throws {
        let members = try decoder.singleValueContainer().decode([String: JSONValue].self)
        do {
            try self.init(members: members)
        } catch {
            throw DecodingError.dataCorrupted(DecodingError.Context(codingPath: decoder.codingPath, debugDescription: error.message))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var members = properties
        members["subject_token"] = subjectToken.map { .string($0.exposed) }
        members["agent"] = agent.map { .string($0) }
        members["resource"] = resource.map { ["type": .string($0.type), "id": .string($0.id), "action": .string($0.action)] }
        members["arguments"] = arguments.map { .object($0) }
        var container = encoder.singleValueContainer()
        try container.encode(members)
    }
}
