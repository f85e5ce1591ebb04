import API
import Expressions

/// What conditions may read: the members of `context`, and properties under the name of their owner, `subject_department`.
///
/// Properties come last, so that a member of `context` cannot stand in for a property of the subject.
enum ConditionContext {
    static func values(of request: EvaluationRequest) -> [String: Value] {
        values(request.subject.properties, request.action.properties, request.resource.properties, request.context)
    }

    static func values(of search: SearchRequest) -> [String: Value] {
        values(search.subject.properties, search.action?.properties, search.resource.properties, search.context)
    }

    private static func values(
        _ subject: [String: JSONValue]?, _ action: [String: JSONValue]?, _ resource: [String: JSONValue]?, _ context: EvaluationContext?
    ) -> [String: Value] {
        if subject == nil, action == nil, resource == nil, context == nil { return [:] }
        let properties = [("subject_", subject), ("action_", action), ("resource_", resource)]
        var values: [String: Value] = [:]
        if let context {
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
