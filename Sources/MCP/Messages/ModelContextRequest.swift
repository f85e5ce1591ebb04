/// A request that has passed every check of the protocol that does not depend on who serves it.
package struct ModelContextRequest: Sendable {
    package let id: MessageID
    package let method: String
    /// An object, or absent.
    package let parameters: JSONText?
    package let revision: ProtocolRevision

    /// `params._meta` as it came.
    package var meta: JSONText? { parameters?["_meta"] }
    /// What the client said it can do, where requests say so.
    package var clientCapabilities: JSONText? { meta?[MetaKey.clientCapabilities] }
    package var progressToken: JSONText? { meta?["progressToken"] }
}

/// The names of the members of `_meta` that the stateless revision reserves.
package enum MetaKey {
    package static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    package static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    package static let clientInfo = "io.modelcontextprotocol/clientInfo"
    package static let serverInfo = "io.modelcontextprotocol/serverInfo"
    /// All that describe the protocol itself: what is relayed says them anew.
    package static let reserved: Set<String> = [protocolVersion, clientCapabilities, clientInfo, "io.modelcontextprotocol/logLevel"]
}

/// The methods that are served or asked for here.
package enum MethodName {
    package static let initialize = "initialize"
    package static let ping = "ping"
    package static let discover = "server/discover"
    package static let listTools = "tools/list"
    package static let callTool = "tools/call"
    package static let initialized = "notifications/initialized"
    package static let cancelled = "notifications/cancelled"
    package static let progress = "notifications/progress"
}
