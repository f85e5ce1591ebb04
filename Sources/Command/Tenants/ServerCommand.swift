import API
import ArgumentParser
import Client

/// `cardea server`.
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Register and show the MCP servers behind the gateway.",
        discussion: "Example:\n  cardea server create billing --url http://127.0.0.1:9000/mcp --tool getInvoice --tenant acme",
        subcommands: [Create.self, List.self, Show.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register an MCP server that is reached over HTTP, or started over stdio by the gateway.",
            discussion: """
                Only registered tools exist for callers. --bind says which resource a tool's arguments name, and what the call does to it.

                Example:
                  cardea server create billing --url http://127.0.0.1:9000/mcp --tool getInvoice \\
                    --bind 'getInvoice=resource:invoice/{invoiceId}:can_view'
                  cardea server create notes --tool listNotes -- /usr/local/bin/notes --directory /srv/notes
                """)

        @Argument(help: "The server's name: lower-case letters, digits and `-`.")
        var name: String

        @Option(help: "What people call it.")
        var displayName: String?

        @Option(help: ArgumentHelp("Where it speaks streamable HTTP.", valueName: "url"))
        var url: String?

        @Option(name: .customLong("tool"), help: ArgumentHelp("A tool that can be called; can be repeated.", valueName: "tool"))
        var tools: [String] = []

        @Option(
            name: .customLong("bind"),
            help: ArgumentHelp("The resource a tool's arguments name; can be repeated.", valueName: "tool=type:template:action"))
        var bindings: [ToolBinding] = []

        @Option(
            name: .customLong("resource-uri"),
            help: ArgumentHelp("The audience of its tokens. Without it, its address at the gateway.", valueName: "uri"))
        var resourceURI: String?

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        @Argument(parsing: .postTerminator, help: "After `--`: the program to start and its arguments.")
        var command: [String] = []

        func validate() throws {
            guard (url == nil) != command.isEmpty else {
                throw ValidationError("give either --url, or the program to start after `--`")
            }
            let bound = bindings.map(\.tool)
            guard Set(bound).count == bound.count else { throw ValidationError("a tool can be bound to one resource only") }
            guard Set(tools).count == tools.count else { throw ValidationError("a tool is named twice") }
        }

        var body: ServerCreation {
            let names = tools + bindings.map(\.tool).filter { !tools.contains($0) }
            return ServerCreation(
                name: name, displayName: displayName, resourceURI: resourceURI,
                upstream: url.map { .http(url: $0) } ?? .stdio(command: command),
                tools: names.map { tool in ToolBody(name: tool, resource: bindings.first { $0.tool == tool }?.resource) })
        }

        func run() async throws {
            let tenant = try tenant.id()
            let created = try await connection.withService { try await $0.createServer(body, tenant: tenant) }
            connection.out.show(created) { server in
                "server \(server.name) registered with \(server.tools.count) tools, clients reach it at \(server.resourceURI)\n"
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the servers of a tenant.", discussion: "Example:\n  cardea server list --tenant acme")

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let servers = try await connection.withService { try await $0.servers(tenant: tenant) }
            connection.out.show(ListBody(items: servers)) { list in
                Table(
                    head: ["SERVER", "TOOLS", "RESOURCE", "UPSTREAM"],
                    rows: list.items.map { [$0.name, String($0.tools.count), $0.resourceURI, $0.upstream.summary] }
                ).text
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one server and its tools.", discussion: "Example:\n  cardea server show billing --tenant acme")

        @Argument(help: "The server's name.")
        var name: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let found = try await connection.withService { try await $0.server(name, tenant: tenant) }
            connection.out.show(found) { server in
                let properties = Table(properties: [
                    ("server", server.name), ("name", server.displayName), ("resource", server.resourceURI),
                    ("upstream", server.upstream.summary), ("created", Wire.text(of: server.createdAt)),
                ])
                let tools = Table(
                    head: ["TOOL", "STATE", "RESOURCE", "ACTION"],
                    rows: server.tools.map { tool in
                        [
                            tool.name, tool.enabled ? "enabled" : "disabled", tool.resource.map { "\($0.type):\($0.idTemplate)" } ?? "",
                            tool.resource?.action ?? "",
                        ]
                    })
                return properties.text + "\n" + tools.text
            }
        }
    }
}

extension UpstreamBody {
    fileprivate var summary: String {
        switch self {
        case .http(let url): url
        case .stdio(let command): "stdio: " + command.joined(separator: " ")
        }
    }
}
