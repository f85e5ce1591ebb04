package import Foundation

/// How the gateway reaches an MCP server.
package enum Upstream: Sendable, Equatable, Codable {
    case http(url: String)
    case stdio(command: [String])
}

/// The resource that a call of a tool is about, made from one of its arguments: `billing/invoice/{invoiceId}`.
package struct ToolResource: Sendable, Equatable, Codable {
    package let type: String
    package let idTemplate: String
    package let action: String

    package init(type: String, idTemplate: String, action: String) {
        self.type = type
        self.idTemplate = idTemplate
        self.action = action
    }
}

package struct RegisteredTool: Sendable, Equatable {
    package let name: String
    package let enabled: Bool
    package let resource: ToolResource?

    package init(name: String, enabled: Bool = true, resource: ToolResource? = nil) {
        self.name = name
        self.enabled = enabled
        self.resource = resource
    }
}

/// An MCP server to be registered.
package struct NewServer: Sendable, Equatable {
    package let name: ServerName
    package let displayName: String
    package let resourceURI: String
    package let upstream: Upstream
    package let tools: [RegisteredTool]
    package let createdAt: Date

    package init(
        name: ServerName, displayName: String, resourceURI: String, upstream: Upstream, tools: [RegisteredTool], createdAt: Date
    ) {
        self.name = name
        self.displayName = displayName
        self.resourceURI = resourceURI
        self.upstream = upstream
        self.tools = tools
        self.createdAt = createdAt
    }
}

/// A registered MCP server.
package typealias RegisteredServer = NewServer
