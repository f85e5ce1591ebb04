import API
import ArgumentParser
import Client

/// `cardea tenant`.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Make and show tenants, and set what their questions may cost.",
        discussion: """
            A tenant has its own issuer, keys, model, relationships and audit.

            Example:
              cardea tenant create acme --display-name 'Acme Ltd'
            """,
        subcommands: [Create.self, List.self, Show.self, Limits.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a tenant with keys of its own and the built-in model.",
            discussion: "Example:\n  cardea tenant create acme --display-name 'Acme Ltd'")

        @Argument(help: "Lower-case letters, digits and `-`, beginning with a letter.")
        var tenant: String

        @Option(help: "What people call it.")
        var displayName: String?

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let body = TenantCreation(id: tenant, displayName: displayName)
            let created = try await connection.withService { try await $0.createTenant(body) }
            connection.out.show(created) { "tenant \($0.id) created, its issuer is \($0.issuer)\n" }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all tenants.", discussion: "Example:\n  cardea tenant list --output json")

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenants = try await connection.withService { try await $0.tenants() }
            connection.out.show(ListBody(items: tenants)) { list in
                Table(
                    head: ["TENANT", "NAME", "CREATED", "ISSUER"],
                    rows: list.items.map { [$0.id, $0.displayName, Wire.text(of: $0.createdAt), $0.issuer] }
                ).text
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one tenant.", discussion: "Example:\n  cardea tenant show acme")

        @Argument(help: "The tenant.")
        var tenant: String

        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let found = try await connection.withService { try await $0.tenant(tenant) }
            connection.out.show(found) { tenant in
                Table(properties: [
                    ("tenant", tenant.id), ("name", tenant.displayName), ("issuer", tenant.issuer),
                    ("created", Wire.text(of: tenant.createdAt)),
                ]).text
            }
        }
    }
}
