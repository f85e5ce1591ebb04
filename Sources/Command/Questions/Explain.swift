import API
import ArgumentParser
import Client

/// `cardea explain`.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the relationships an answer rests on, or everything that was tried and what would change it.",
        discussion: """
            Exit status 0 when allowed, 1 when denied, as with `cardea check`.

            Example:
              cardea explain user:bob can_call tool:billing/refundInvoice --tenant acme
            """)

    @Argument(help: "Who, such as user:anne.")
    var subject: String

    @Argument(help: "The action: a relation of the resource's type, such as can_call.")
    var action: String

    @Argument(help: "On what, such as tool:billing/refundInvoice.")
    var resource: String

    @Option(help: ArgumentHelp("Who acts for the subject, such as agent:desktop.", valueName: "agent"))
    var agent: String?

    @OptionGroup var question: QuestionOptions
    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let tenant = try tenant.id()
        let circumstances = try question.circumstances()
        let asked = CheckQuestion(
            subject: subject, action: action, resource: resource, agent: agent, context: question.context?.members)
        let answer = try await connection.withService { try await $0.explain(asked, circumstances, tenant: tenant) }
        connection.out.show(answer, ExplanationText.text)
        if !answer.allowed { throw ExitCode.denied }
    }
}
