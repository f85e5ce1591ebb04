import API
import Expressions
import Permissions

/// A question with everything it needs, in the terms of the graph.
struct Inquiry: Sendable {
    /// One thing to be allowed: an action on a resource.
    struct Target: Sendable {
        let action: String
        let object: ObjectReference
    }

    let subject: SubjectReference
    /// Who acts for the subject; both have to be allowed.
    let agent: SubjectReference?
    /// What was asked.
    let target: Target
    /// The resource that a tool call's arguments name; to be allowed as well.
    let argument: Target?
    /// What conditions read.
    let context: [String: Value]
}

extension Inquiry.Target {
    init(_ resource: EvaluationContext.Resource) throws(InvalidReference) {
        self.init(action: resource.action, object: try ObjectReference(type: resource.type, id: resource.id))
    }
}

extension Inquiry {
    /// The question of an AuthZEN request. A name that no reference can hold is a refusal, not an error: nothing is related to it.
    init(_ request: EvaluationRequest, agent: SubjectReference?) throws(InvalidReference) {
        subject = try SubjectReference(type: request.subject.type, id: request.subject.id)
        self.agent = agent
        target = Target(action: request.action.name, object: try ObjectReference(type: request.resource.type, id: request.resource.id))
        argument = try request.context?.resource.map(Target.init)
        context = ConditionContext.values(of: request)
    }
}
