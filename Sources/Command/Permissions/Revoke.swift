import API
import ArgumentParser
import Client

/// `cardea revoke`.
struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete a relationship: SUBJECT no longer has RELATION to OBJECT.",
        discussion: """
            The next decision already knows it. Revoking what is not there changes nothing.

            Example:
              cardea revoke user:bob assignee role:billing-admin --tenant acme
            """)

    @Argument(help: "Who, such as user:anne.")
    var subject: String

    @Argument(help: "The relation, such as assignee.")
    var relation: String

    @Argument(help: "To what, such as role:clerk.")
    var object: String

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let tenant = try tenant.id()
        let relationship = RelationshipBody(object: object, relation: relation, subject: subject)
        let changes = RelationshipChanges(delete: [relationship])
        let written = try await connection.withService { try await $0.write(changes, tenant: tenant) }
        connection.out.show(written) { "revoked: \(relationship) (revision \($0.revision))\n" }
    }
}
