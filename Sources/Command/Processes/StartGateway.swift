import ArgumentParser
import Server

/// `cardea gateway`.
struct StartGateway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Run the gateway in front of a tenant's MCP servers.",
        discussion: """
            Every option can also stand in the environment, as CARDEA_ and its name in capitals, or in the JSON file named by --config. The
            client's secret comes from a file or from CARDEA_CLIENT_SECRET. No program is started that --allow-command does not name.

            Example:
              cardea gateway --tenant acme --client-id gateway --client-secret-file gateway.secret --allow-command /usr/local/bin/notes
            """)

    @Option(help: ArgumentHelp("The service's base URL. Default http://127.0.0.1:8080.", valueName: "url"))
    var service: String?

    @Option(
        help: ArgumentHelp(
            "Whose tokens it accepts: the tenant's issuer. Default {service}/t/{tenant}; needed when the gateway reaches the service by "
                + "another address than its callers.", valueName: "url"))
    var issuer: String?

    @Option(help: "The tenant whose servers it stands in front of.")
    var tenant: String?

    @Option(
        name: .customLong("client-id"),
        help: ArgumentHelp("Its client id, a resource server with the scopes access:evaluate and servers:read.", valueName: "id"))
    var clientID: String?

    @Option(help: ArgumentHelp("The file with its client secret.", valueName: "file"))
    var clientSecretFile: String?

    @Option(help: ArgumentHelp("Where to listen. Default 127.0.0.1:8090.", valueName: "host:port"))
    var listen: String?

    @Option(help: ArgumentHelp("Where /healthz, /readyz and /metrics are. Default 127.0.0.1:8091.", valueName: "host:port"))
    var operationsListen: String?

    @Option(name: .customLong("public-url"), help: ArgumentHelp("The address MCP clients use for it.", valueName: "url"))
    var publicURL: String?

    @Option(
        name: .customLong("allow-command"),
        help: ArgumentHelp("The whole path of a program it may start for a server behind stdio; can be repeated.", valueName: "path"))
    var allowedCommands: [String] = []

    @Option(
        name: .customLong("allow-origin"),
        help: ArgumentHelp("A browser origin that may call; can be repeated.", valueName: "origin"))
    var allowedOrigins: [String] = []

    @Option(help: ArgumentHelp("How long a decision may take before the answer is no. Default 2.", valueName: "seconds"))
    var decisionTimeout: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: String?

    @Flag(help: "Accept tokens in the clear beyond this machine.")
    var allowPlaintext = false

    @Option(help: ArgumentHelp("A JSON file with further settings.", valueName: "file"))
    var config: String?

    var flags: [GatewaySetting: String] {
        let given: [GatewaySetting: String?] = [
            .service: service, .issuer: issuer, .tenant: tenant, .clientID: clientID, .clientSecretFile: clientSecretFile,
            .listen: listen, .operationsListen: operationsListen, .publicURL: publicURL, .decisionTimeout: decisionTimeout,
            .logLevel: logLevel, .allowPlaintext: allowPlaintext ? "true" : nil,
        ]
        return given.compactMapValues { $0 }
    }

    func run() async throws {
        let configuration = try readingSettings { () throws(InvalidConfiguration) in
            try GatewayConfiguration(flags: flags, allowedCommands: allowedCommands, allowedOrigins: allowedOrigins, file: config)
        }
        try await tellingFailures { try await runGateway(configuration) }
    }
}
