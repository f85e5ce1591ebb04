import API
import ArgumentParser
import Client

/// `cardea check`.
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask whether SUBJECT may do ACTION on RESOURCE, and why.",
        discussion: """
            Exit status 0 when allowed, 1 when denied, when it depends on a parameter nobody gave, or when nothing could be decided (a
            limit was reached, a condition could not be evaluated). With --agent both have to be allowed:
            the subject, and the agent that acts for it.

            Example:
              cardea check user:anne can_call tool:billing/refundInvoice --agent agent:desktop --tenant acme
              cardea check user:anne can_view document:plan --with group:eng#member@user:anne --tenant acme
            """)

    @OptionGroup var asked: AskedOptions
    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let tenant = try tenant.id()
        let circumstances = try asked.question.circumstances()
        let answer = try await connection.withService { try await $0.check(asked.body, circumstances, tenant: tenant) }
        connection.out.show(answer) { "\($0.decision.rawValue): \(Table.printable($0.reason))\n" }
        if !answer.allowed { throw ExitCode.denied }
    }
}
