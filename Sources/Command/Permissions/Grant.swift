import API
import ArgumentParser
import Client
import Foundation

/// `cardea grant`.
struct Grant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a relationship: SUBJECT has RELATION to OBJECT.",
        discussion: """
            Granting again replaces the expiry and the condition.

            Example:
              cardea grant user:anne assignee role:billing-admin --tenant acme
              cardea grant role:billing-admin#assignee caller server:billing --tenant acme
              cardea grant user:bob caller tool:billing/getInvoice --expires 8h --tenant acme
            """)

    @Argument(help: "Who, such as user:anne, agent:reporter, group:eng#member or user:*.")
    var subject: String

    @Argument(help: "The relation, such as assignee, caller, delegate, member, viewer.")
    var relation: String

    @Argument(help: "To what, such as role:clerk, server:billing, tool:billing/getInvoice.")
    var object: String

    @Option(help: ArgumentHelp("When it ends: 2026-12-31T00:00:00Z, or a span such as 90m, 8h, 30d.", valueName: "when"))
    var expires: Expiry?

    @Option(help: ArgumentHelp("The model's condition that has to hold.", valueName: "name"))
    var condition: String?

    @Option(help: ArgumentHelp("The part of the condition's context that is stored, as a JSON object.", valueName: "json"))
    var context: JSONObjectArgument?

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard context == nil || condition != nil else { throw ValidationError("--context has no meaning without --condition") }
    }

    func run() async throws {
        let tenant = try tenant.id()
        let relationship = RelationshipBody(
            object: object, relation: relation, subject: subject,
            condition: condition.map { ConditionBody(name: $0, context: context?.members) }, expiresAt: expires?.date(now: Date()))
        let changes = RelationshipChanges(touch: [relationship])
        let written = try await connection.withService { try await $0.write(changes, tenant: tenant) }
        connection.out.show(written) { "granted: \(Table.printable(relationship.description)) (revision \($0.revision))\n" }
    }
}
