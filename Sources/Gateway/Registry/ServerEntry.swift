import API

/// A registered MCP server, its enabled tools at hand by name.
struct ServerEntry: Sendable {
    let name: String
    let displayName: String
    let resourceURI: String
    let upstream: UpstreamBody
    private let tools: [String: ToolBody]

    init(_ body: ServerBody) {
        name = body.name
        displayName = body.displayName
        resourceURI = body.resourceURI
        upstream = body.upstream
        tools = Dictionary(body.tools.filter(\.enabled).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Nil for a tool that is not registered or switched off. Names are compared byte by byte: `é` written in two ways is two names.
    func tool(_ name: String) -> ToolBody? {
        guard let tool = tools[name], tool.name.utf8.elementsEqual(name.utf8) else { return nil }
        return tool
    }
}
