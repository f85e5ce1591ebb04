import API
import MCP

/// The one question of a tool call: may the caller call the tool, and touch the resource its arguments name.
struct CallQuestion {
    static let action = "can_call"

    let request: EvaluationRequest

    /// The question whether the tool may be called at all.
    init(caller: Caller, server: ServerEntry, tool: String, resource: EvaluationContext.Resource? = nil) {
        request = EvaluationRequest(
            subject: caller.subject, action: EvaluationAction(name: Self.action),
            resource: EvaluationEntity(type: "tool", id: "\(server.name)/\(tool)"),
            context: EvaluationContext(subjectToken: caller.token, agent: caller.agent, resource: resource))
    }

    /// Throws `ResourceTemplate.Unfillable` for the caller's mistake, `ResourceTemplate.Malformed` for the administrator's.
    init(caller: Caller, server: ServerEntry, tool: ToolBody, arguments: JSONText?) throws {
        let resource = try tool.resource.map { binding in
            EvaluationContext.Resource(
                type: binding.type, id: try ResourceTemplate(parsing: binding.idTemplate).filled(from: arguments), action: binding.action)
        }
        self.init(caller: caller, server: server, tool: tool.name, resource: resource)
    }
}
