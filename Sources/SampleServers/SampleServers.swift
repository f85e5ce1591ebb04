import ArgumentParser

/// Two small MCP servers to put behind a gateway: each keeps something worth protecting, and writes down which calls reached it.
@main
struct SampleServers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cardea-sample-servers",
        abstract: "Small MCP servers to try Cardea with.",
        discussion: """
            Example:
              cardea-sample-servers billing --port 9000 --log billing.log
            """,
        subcommands: [BillingCommand.self, NotesCommand.self])
}
