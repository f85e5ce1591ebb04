import API
import ArgumentParser
import Client

/// `cardea reach`.
struct Reach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Audit everything a subject can reach, or everybody who can reach a resource.",
        discussion: """
            Example:
              cardea reach --subject agent:reporter --all --tenant acme
              cardea reach --resource tool:billing/refundInvoice --tenant acme
            """)

    @Option(help: "What can this subject reach? Such as user:anne.")
    var subject: String?

    @Option(help: "Who can reach this resource? Such as tool:billing/refundInvoice.")
    var resource: String?

    @OptionGroup var page: PageOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (subject == nil) != (resource == nil) else { throw ValidationError("give either --subject or --resource") }
    }

    func run() async throws {
        let tenant = try tenant.id()
        let circumstances = try question.circumstances()
        let found = try await connection.withService { service in
            try await page.read { after, limit in
                let asked = ReachQuestion(
                    subject: subject, resource: resource, context: question.context?.members, after: after, limit: limit)
                return try await service.reach(asked, circumstances, tenant: tenant)
            }
        }
        connection.out.show(found) { FoundText.text($0) { "\($0.subject) \($0.action) \($0.resource)" } }
    }
}
