import API
import ArgumentParser
import Client

/// `cardea relationships`.
struct RelationshipsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relationships",
        abstract: "List, write, delete, watch, import and export what has been granted.",
        discussion: "Example:\n  cardea relationships list --subject user:anne --tenant acme",
        subcommands: [List.self, Write.self, Delete.self, Watch.self, Import.self, Export.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List stored relationships.",
            discussion: "Example:\n  cardea relationships list --object role:billing-admin --tenant acme")

        @Option(help: "Only those on this object.")
        var object: String?

        @Option(help: "Only those with this relation.")
        var relation: String?

        @Option(help: "Only those of this subject.")
        var subject: String?

        @Option(help: "Go on after this cursor of an earlier list.")
        var after: String?

        @Option(help: "At most so many.")
        var limit = 100

        @OptionGroup var consistency: ConsistencyOptions
        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let query = RelationshipQuery(
                object: object, relation: relation, subject: subject, after: after, limit: limit,
                atLeastAsFresh: consistency.atLeastAsFresh, fullyConsistent: consistency.fullyConsistent)
            let page = try await connection.withService { try await $0.relationships(query, tenant: tenant) }
            connection.out.show(page) { page in
                Table(
                    head: ["SUBJECT", "RELATION", "OBJECT", "CONDITION", "EXPIRES"],
                    rows: page.items.map { item in
                        [item.subject, item.relation, item.object, item.condition?.name ?? "", item.expiresAt.map(Wire.text) ?? ""]
                    }
                ).text + (page.next.map { "more: --after '\(Table.printable($0))'\n" } ?? "")
            }
        }
    }
}
