import API
import Expressions

/// What conditions may read: the members of `context`, and properties under the name of their owner, `subject_department`.
///
/// Properties come last, so that a member of `context` cannot stand in for a property of the subject.
enum ConditionContext {
    static func values(of request: EvaluationRequest) -> [String: Value] {
        let properties = [
            ("subject_", request.subject.properties), ("action_", request.action.properties), ("resource_", request.resource.properties),
        ]
        var values: [String: Value] = [:]
        if let context = request.context {
            values = context.properties.mapValues { Value($0) }
            if let arguments = context.arguments { values["arguments"] = Value(JSONValue.object(arguments)) }
        }
        for (prefix, members) in properties {
            for (name, value) in members ?? [:] { values[prefix + name] = Value(value) }
        }
        return values
    }

    static func values(_ members: [String: JSONValue]) -> [String: Value] {
        members.mapValues { Value($0) }
    }
}
