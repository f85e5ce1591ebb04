public import Foundation

/// A registered MCP server as the service shows it.
public struct ServerBody: Codable, Sendable, Equatable {
    public var name: String
    public var displayName: String
    /// The audience of its tokens and the address clients use: `{gateway}/t/{tenant}/{name}`.
    public var resourceURI: String
    public var upstream: UpstreamBody
    public var tools: [ToolBody]
    public var createdAt: Date

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case displayName = "display_name"
        case resourceURI = "resource_uri"
        case upstream, tools
        case createdAt = "created_at"
    }

    public init(name: String, displayName: String, resourceURI: String, upstream: UpstreamBody, tools: [ToolBody], createdAt: Date) {
        self.name = name
        self.displayName = displayName
        self.resourceURI = resourceURI
        self.upstream = upstream
        self.tools = tools
        self.createdAt = createdAt
    }
}

/// What registers an MCP server; without `resourceURI` it is made from the service's gateway URL.
public struct ServerCreation: ManagementBody, Equatable {
    public var name: String
    public var displayName: String?
    public var resourceURI: String?
    public var upstream: UpstreamBody
    public var tools: [ToolBody]

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case displayName = "display_name"
        case resourceURI = "resource_uri"
        case upstream, tools
    }

    public static let members = MemberNames(CodingKeys.self, nested: [.upstream: UpstreamBody.members, .tools: ToolBody.members])

    public init(name: String, displayName: String? = nil, resourceURI: String? = nil, upstream: UpstreamBody, tools: [ToolBody]) {
        self.name = name
        self.displayName = displayName
        self.resourceURI = resourceURI
        self.upstream = upstream
        self.tools = tools
    }
}
