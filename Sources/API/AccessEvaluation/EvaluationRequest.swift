/// Somebody or something with a type and an id (AuthZEN Authorization API 1.0 §5.1, §5.3).
public struct EvaluationEntity: Codable, Sendable, Equatable {
    public var type: String
    public var id: String
    public var properties: [String: JSONValue]?

    public init(type: String, id: String, properties: [String: JSONValue]? = nil) {
        self.type = type
        self.id = id
        self.properties = properties
    }
}

/// What is to be done (AuthZEN Authorization API 1.0 §5.2).
public struct EvaluationAction: Codable, Sendable, Equatable {
    public var name: String
    public var properties: [String: JSONValue]?

    public init(name: String, properties: [String: JSONValue]? = nil) {
        self.name = name
        self.properties = properties
    }
}

/// One question: may the subject do the action on the resource (AuthZEN Authorization API 1.0 §6.1).
public struct EvaluationRequest: Codable, Sendable, Equatable {
    public var subject: EvaluationEntity
    public var action: EvaluationAction
    public var resource: EvaluationEntity
    public var context: EvaluationContext?

    public init(subject: EvaluationEntity, action: EvaluationAction, resource: EvaluationEntity, context: EvaluationContext? = nil) {
        self.subject = subject
        self.action = action
        self.resource = resource
        self.context = context
    }
}
