import MCP

/// The tools of one server.
protocol ToolSet: Sendable {
    var definitions: [ToolDefinition] { get }
    func call(_ name: String, _ arguments: ToolArguments) async -> ToolOutcome
}

/// A tool as `tools/list` shows it.
struct ToolDefinition: Sendable {
    let name: String
    let description: String
    let properties: [(name: String, value: JSONFragment)]
    let required: [String]
    let isReadOnly: Bool

    init(name: String, description: String, properties: [(String, JSONFragment)], required: [String], isReadOnly: Bool) {
        self.name = name
        self.description = description
        self.properties = properties.map { (name: $0.0, value: $0.1) }
        self.required = required
        self.isReadOnly = isReadOnly
    }

    var json: JSONFragment {
        let schema: JSONFragment = [
            "type": "object", "properties": .object(properties), "required": .array(required.map { .string($0) }),
            "additionalProperties": false,
        ]
        return [
            "name": .string(name), "description": .string(description), "inputSchema": schema,
            "annotations": ["readOnlyHint": .boolean(isReadOnly)],
        ]
    }
}

/// How a call ended.
enum ToolOutcome: Sendable {
    case succeeded(String, JSONFragment)
    case failed(String)
    case unknownTool
}
