import API
import Foundation
import Store

/// What a new MCP server is, checked.
struct ServerRegistration {
    static let maximumToolCount = 500

    let name: ServerName
    let displayName: String
    let resourceURI: String
    let upstream: Upstream
    let tools: [RegisteredTool]

    init(_ body: ServerCreation, tenant: TenantID, gatewayURL: BaseURL) throws {
        name = try ServerName(body.name)
        displayName = try DisplayName.checked(body.displayName, or: name.rawValue)
        resourceURI =
            try body.resourceURI.map { uri throws(Refusal) in try Self.resourceURI(uri) }
            ?? gatewayURL.text + Path.mcpServer.filled(tenant.rawValue, name.rawValue)
        upstream = try Self.upstream(body.upstream)
        tools = try Self.tools(body.tools)
    }

    func newServer(createdAt: Date) -> NewServer {
        NewServer(
            name: name, displayName: displayName, resourceURI: resourceURI, upstream: upstream, tools: tools, createdAt: createdAt)
    }

    /// An absolute URI without fragment (RFC 8707 §2).
    private static func resourceURI(_ text: String) throws(Refusal) -> String {
        guard isWebAddress(text) else {
            throw Refusal(.invalidRequest, "the resource URI `\(text)` has to be an absolute http or https URI without user and fragment")
        }
        return text
    }

    private static func isWebAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 2000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let parts = URLComponents(string: text),
            ["http", "https"].contains(parts.scheme ?? ""), let host = parts.host, !host.isEmpty
        else { return false }
        return parts.user == nil && parts.password == nil && parts.fragment == nil
    }

    private static func upstream(_ body: UpstreamBody) throws(Refusal) -> Upstream {
        switch body {
        case .http(let url):
            guard isWebAddress(url) else {
                throw Refusal(.invalidRequest, "the upstream `\(url)` has to be an absolute http or https URL without user and fragment")
            }
            return .http(url: url)
        case .stdio(let command):
            guard let executable = command.first, executable.hasPrefix("/") else {
                throw Refusal(.invalidRequest, "a command starts with the whole path of an executable, such as `/usr/local/bin/notes`")
            }
            let isBounded = command.count <= 100 && command.allSatisfy { $0.utf8.count <= 4096 && !$0.utf8.contains(0) }
            guard isBounded else { throw Refusal(.tooManyItems, "a command has 100 arguments of 4096 bytes at most") }
            return .stdio(command: command)
        }
    }

    private static func tools(_ bodies: [ToolBody]) throws(Refusal) -> [RegisteredTool] {
        guard bodies.count <= maximumToolCount else {
            throw Refusal(.tooManyItems, "a server has \(maximumToolCount) tools at most")
        }
        var names: Set<String> = []
        var tools: [RegisteredTool] = []
        for body in bodies {
            guard isToolName(body.name) else {
                throw Refusal(.invalidName, "`\(body.name)` is not a tool name: use up to 128 letters, digits, `_`, `-` and `.`")
            }
            guard names.insert(body.name).inserted else { throw Refusal(.invalidRequest, "the tool `\(body.name)` is given twice") }
            let resource = body.resource.map { ToolResource(type: $0.type, idTemplate: $0.idTemplate, action: $0.action) }
            tools.append(RegisteredTool(name: body.name, enabled: body.enabled, resource: resource))
        }
        return tools
    }

    /// The names MCP recommends (2026-07-28, "Tool Names"); they become part of an object id.
    private static func isToolName(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
