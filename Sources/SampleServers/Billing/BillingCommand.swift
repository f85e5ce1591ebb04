import ArgumentParser
import Server

/// `billing`: invoices, over streamable HTTP.
struct BillingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "billing",
        abstract: "Serve invoices over streamable HTTP at /mcp.",
        discussion: """
            Example:
              cardea-sample-servers billing --port 9000 --log billing.log --ledger ledger.json
            """)

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on.")
    var port: Int

    @Option(help: "Append one line for each tool call to this file.")
    var log: String?

    @Option(help: "Keep the invoices in this file; without it they end with the process.")
    var ledger: String?

    func run() async throws {
        let tools = BillingTools(ledger: try Ledger(path: ledger))
        let server = ToolServer(name: "billing", tools: tools, log: try CallLog(path: log))
        try await serveMCP(host: host, port: port, path: "/mcp", handler: server)
    }
}
