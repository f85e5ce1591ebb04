import API
import ArgumentParser
import Client

/// `cardea client`.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Make, list and disable OAuth clients: applications, agents and resource servers.",
        discussion: "Example:\n  cardea client create reporter --kind agent --scope tools:call --tenant acme",
        subcommands: [Create.self, List.self, Disable.self, Enable.self])

    /// The kinds as they are written on a command line.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case application, agent
        case resourceServer = "resource-server"

        var body: ClientBody.Kind {
            switch self {
            case .application: .application
            case .agent: .agent
            case .resourceServer: .resourceServer
            }
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a client; its secret, if it has one, is shown only now.",
            discussion: """
                An application acts for users who sign in. An agent acts for itself with a secret. A resource server, such as the gateway,
                asks for decisions.

                Example:
                  cardea client create desktop --kind application --redirect-uri http://127.0.0.1/callback --scope tools:call
                  cardea client create gateway --kind resource-server --scope access:evaluate --scope servers:read \\
                    --secret-file gateway.secret
                """)

        @Argument(help: "The client's id.")
        var id: String

        @Option(help: "What the client is.")
        var kind: Kind

        @Option(help: "What people call it.")
        var displayName: String?

        @Option(name: .customLong("redirect-uri"), help: ArgumentHelp("Where its users come back to; can be repeated.", valueName: "uri"))
        var redirectURIs: [String] = []

        @Option(name: .customLong("scope"), help: ArgumentHelp("A scope it may ask for; can be repeated.", valueName: "scope"))
        var scopes: [String] = []

        @Option(
            name: .customLong("grant-type"),
            help: ArgumentHelp("A grant type it may use; can be repeated. Without one, those of its kind.", valueName: "type"))
        var grantTypes: [String] = []

        @Flag(help: "Give an application a secret too.")
        var confidential = false

        @Option(help: ArgumentHelp("Write the secret to this new file, mode 0600, instead of showing it.", valueName: "file"))
        var secretFile: String?

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        private var body: ClientCreation {
            ClientCreation(
                id: id, displayName: displayName, kind: kind.body, redirectURIs: redirectURIs.isEmpty ? nil : redirectURIs,
                grantTypes: grantTypes.isEmpty ? nil : grantTypes, scopes: scopes.isEmpty ? nil : scopes,
                confidential: confidential ? true : nil)
        }

        func validate() throws {
            guard secretFile == nil || kind != .application || confidential else {
                throw ValidationError("an application has no secret to write to --secret-file unless it is --confidential")
            }
        }

        func run() async throws {
            let tenant = try tenant.id()
            // The file is made first: a secret that cannot be kept must not be made.
            try secretFile.map { try PrivateFile.create($0, contents: []) }
            var created = try await createOrRemoveFile(tenant: tenant)
            if let secretFile, let secret = created.clientSecret {
                try PrivateFile.fill(secretFile, contents: Array(secret.exposed.utf8))
                created.clientSecret = nil
            }
            connection.out.show(created) { client in
                "client \(client.id) created, \(kind.rawValue)\n"
                    + (client.clientSecret.map { "client secret, shown only now: \($0.exposed)\n" } ?? "")
                    + (secretFile.map { "client secret written to \($0)\n" } ?? "")
            }
        }

        private func createOrRemoveFile(tenant: String) async throws -> ClientBody {
            do {
                return try await connection.withService { try await $0.createClient(body, tenant: tenant) }
            } catch {
                secretFile.map(PrivateFile.remove)
                throw error
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the clients of a tenant.", discussion: "Example:\n  cardea client list --tenant acme")

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let clients = try await connection.withService { try await $0.clients(tenant: tenant) }
            connection.out.show(ListBody(items: clients)) { list in
                Table(
                    head: ["CLIENT", "KIND", "SCOPES", "STATE", "NAME"],
                    rows: list.items.map { client in
                        [
                            client.id, client.kind.rawValue, client.scopes.joined(separator: " "),
                            client.disabledAt == nil ? "enabled" : "disabled", client.displayName,
                        ]
                    }
                ).text
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disable a client: no new tokens, and those it has are refused from now on.",
            discussion: "Example:\n  cardea client disable reporter --tenant acme")

        @Argument(help: "The client's id.")
        var id: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let changed = try await connection.withService { try await $0.setClient(id, disabled: true, tenant: tenant) }
            connection.out.show(changed) { "client \($0.id) disabled\n" }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enable a disabled client again.", discussion: "Example:\n  cardea client enable reporter --tenant acme")

        @Argument(help: "The client's id.")
        var id: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let changed = try await connection.withService { try await $0.setClient(id, disabled: false, tenant: tenant) }
            connection.out.show(changed) { "client \($0.id) enabled\n" }
        }
    }
}
