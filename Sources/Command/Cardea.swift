import ArgumentParser
import Foundation

/// The binary: two servers and the command line to their service.
@main
struct Cardea: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cardea",
        abstract: "One place that says who may call which tool on what.",
        discussion: """
            `serve` runs the service, `gateway` stands in front of your MCP servers, `init` makes the first administrator. Everything else
            talks to a running service over its HTTP API.

            Example:
              cardea init --data /var/lib/cardea
              cardea serve --data /var/lib/cardea &
              cardea tenant create acme

            Environment: CARDEA_SERVICE, CARDEA_CREDENTIALS and CARDEA_TENANT stand in for --service, --credentials and --tenant.
            Exit status: 0 done or allowed, 1 denied, 2 wrong usage, 3 could not reach the service or failed.
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(name: "Servers", subcommands: [Initialize.self, Serve.self, StartGateway.self]),
            CommandGroup(
                name: "Registered",
                subcommands: [TenantCommand.self, UserCommand.self, ClientCommand.self, ServerCommand.self]),
            CommandGroup(
                name: "Permissions",
                subcommands: [ModelCommand.self, Grant.self, Revoke.self, RelationshipsCommand.self]),
            CommandGroup(
                name: "Questions",
                subcommands: [Check.self, Explain.self, Expand.self, ListCommand.self, Reach.self]),
            CommandGroup(name: "Tokens and audit", subcommands: [TokenCommand.self, Audit.self]),
        ]
    )

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let ending = Ending(error, format: OutputFormat.requested(in: arguments))
            Output.write(ending.standardOutput)
            Output.tell(text: ending.standardError)
            Foundation.exit(ending.exitStatus)
        }
    }
}
