import API
import ArgumentParser
import Client

/// `cardea audit`.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show who did what on what, with what outcome, why and when.",
        discussion: """
            The newest events, in the order they happened. The request id is also in the logs of gateway and service.

            Example:
              cardea audit --kind decision --outcome denied --subject user:bob --tenant acme
              cardea audit --follow --output json --tenant acme
            """)

    @Option(help: "Only this kind: decision, grant, token, login, admin, model.")
    var kind: String?

    @Option(help: "Only events of this subject, such as user:bob.")
    var subject: String?

    @Option(help: "Only this outcome: allowed, denied, succeeded, failed.")
    var outcome: String?

    @Option(name: .customLong("request-id"), help: "Only events of this request.")
    var requestID: String?

    @Option(help: ArgumentHelp("Only events before this cursor of an earlier answer.", valueName: "cursor"))
    var before: String?

    @Option(help: "At most so many, up to 1000.")
    var limit = 50

    @Flag(help: "Go on showing events as they happen, until interrupted.")
    var follow = false

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit has to be between 1 and 1000") }
        guard !follow || before == nil else { throw ValidationError("--follow and --before do not go together") }
    }

    var query: AuditQuery {
        AuditQuery(kind: kind, subject: subject, outcome: outcome, requestID: requestID, before: before, limit: limit)
    }

    func run() async throws {
        let tenant = try tenant.id()
        try await connection.withService { service in
            guard follow else {
                connection.out.show(try await service.auditEvents(query, tenant: tenant), AuditTable.text)
                return
            }
            var follower = AuditFollower(service: service, tenant: tenant, query: query)
            while !Task.isCancelled {
                for event in try await follower.newEvents() {
                    Output.write(connection.output == .json ? Output.jsonLine(event) : AuditTable.line(event))
                }
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
