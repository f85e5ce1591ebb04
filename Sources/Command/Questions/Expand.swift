import API
import ArgumentParser
import Client

/// `cardea expand`.
struct Expand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a relation of a resource apart, one level deep.",
        discussion: "Example:\n  cardea expand can_call tool:billing/refundInvoice --tenant acme")

    @Argument(help: "The action: a relation of the resource's type, such as can_call.")
    var action: String

    @Argument(help: "On what, such as tool:billing/refundInvoice.")
    var resource: String

    @OptionGroup var question: CircumstanceOptions
    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let tenant = try tenant.id()
        let circumstances = try question.circumstances()
        let asked = ExpansionQuestion(resource: resource, action: action)
        let answer = try await connection.withService { try await $0.expand(asked, circumstances, tenant: tenant) }
        connection.out.show(answer, ExplanationText.text)
    }
}
