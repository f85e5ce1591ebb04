extension EvaluationRequest {
    /// Reads a question; members that are not known are ignored, as AuthZEN wants it (Authorization API 1.0 §9).
    public init(parsing bytes: [UInt8]) throws(UndecodableBody) {
        if let question = PlainEvaluations(one: bytes)?.requests.first {
            self = question
            return
        }
        try self.init(json: try JSONValue(parsing: bytes))
    }

    public init(json: JSONValue) throws(UndecodableBody) {
        try self.init(parts: EvaluationParts(json: json))
    }

    init(parts: EvaluationParts) throws(UndecodableBody) {
        guard let subject = parts.subject else { throw .missing("subject", of: "the evaluation") }
        guard let action = parts.action else { throw .missing("action", of: "the evaluation") }
        guard let resource = parts.resource else { throw .missing("resource", of: "the evaluation") }
        self.init(subject: subject, action: action, resource: resource, context: parts.context)
    }
}

/// The parts of a question that one object carries; in a batch the rest comes from the defaults.
struct EvaluationParts: Sendable, Equatable {
    var subject: EvaluationEntity?
    var action: EvaluationAction?
    var resource: EvaluationEntity?
    var context: EvaluationContext?

    init() {}

    init(json: JSONValue) throws(UndecodableBody) {
        guard case .object = json else {
            throw UndecodableBody(code: .invalidRequest, message: "an evaluation has to be an object, not \(json.kind)")
        }
        subject = try EvaluationEntity(member: "subject", of: json)
        resource = try EvaluationEntity(member: "resource", of: json)
        action = try EvaluationAction(memberOf: json)
        if let members = try json.optionalObject("context", of: "the evaluation") {
            context = try EvaluationContext(members: members)
        }
    }

    /// Whole objects replace defaults, nothing is merged deeper (AuthZEN Authorization API 1.0 §7.1).
    func over(_ defaults: EvaluationParts) -> EvaluationParts {
        var parts = defaults
        if let subject { parts.subject = subject }
        if let action { parts.action = action }
        if let resource { parts.resource = resource }
        if let context { parts.context = context }
        return parts
    }
}

extension EvaluationEntity {
    init?(member: String, of json: JSONValue) throws(UndecodableBody) {
        guard let members = try json.optionalObject(member, of: "the evaluation") else { return nil }
        let object = JSONValue.object(members)
        let what = "`\(member)`"
        self.init(
            type: try object.requiredString("type", of: what), id: try object.requiredString("id", of: what),
            properties: try object.optionalObject("properties", of: what))
    }
}

extension EvaluationAction {
    init?(memberOf json: JSONValue) throws(UndecodableBody) {
        guard let members = try json.optionalObject("action", of: "the evaluation") else { return nil }
        let object = JSONValue.object(members)
        self.init(
            name: try object.requiredString("name", of: "`action`"), properties: try object.optionalObject("properties", of: "`action`"))
    }
}

extension EvaluationContext {
    init(members: [String: JSONValue]) throws(UndecodableBody) {
        let object = JSONValue.object(members)
        let what = "`context`"
        subjectToken = try object.optionalString("subject_token", of: what).map(SecretText.init)
        agent = try object.optionalString("agent", of: what)
        arguments = try object.optionalObject("arguments", of: what)
        properties = members.filter { !Self.namedMembers.contains($0.key) }
        guard let resourceMembers = try object.optionalObject("resource", of: what) else {
            resource = nil
            return
        }
        let inner = JSONValue.object(resourceMembers)
        resource = Resource(
            type: try inner.requiredString("type", of: "`context.resource`"), id: try inner.requiredString("id", of: "`context.resource`"),
            action: try inner.requiredString("action", of: "`context.resource`"))
    }
}
