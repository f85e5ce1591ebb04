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

    @OptionGroup var asked: AskedOptions
    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let tenant = try tenant.id()
        let circumstances = try asked.question.circumstances()
        let answer = try await connection.withService { try await $0.explain(asked.body, circumstances, tenant: tenant) }
        connection.out.show(answer, ExplanationText.text)
        if !answer.allowed { throw ExitCode.denied }
    }
}
