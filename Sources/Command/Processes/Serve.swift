import ArgumentParser
import Server

/// `cardea serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service: tokens, permissions, decisions, audit.",
        discussion: """
            Every option can also stand in the environment, as CARDEA_ and its name in capitals, or in the JSON file named by --config. The
            master key may be given in CARDEA_MASTER_KEY instead of a file. SIGTERM stops it in order.

            Example:
              cardea serve --data /var/lib/cardea --listen 127.0.0.1:8080 --base-url https://auth.example.com
            """)

    @Option(help: ArgumentHelp("The directory with the database, made by `cardea init` or on first start.", valueName: "directory"))
    var data: String?

    @Option(help: ArgumentHelp("Where to listen. Default 127.0.0.1:8080.", valueName: "host:port"))
    var listen: String?

    @Option(help: ArgumentHelp("Where /healthz, /readyz and /metrics are. Default 127.0.0.1:8081.", valueName: "host:port"))
    var operationsListen: String?

    @Option(name: .customLong("base-url"), help: ArgumentHelp("The address the world uses for the service.", valueName: "url"))
    var baseURL: String?

    @Option(name: .customLong("gateway-url"), help: ArgumentHelp("The address the world uses for the gateway.", valueName: "url"))
    var gatewayURL: String?

    @Option(help: ArgumentHelp("The file with the master key. Default `master.key` in the data directory.", valueName: "file"))
    var masterKeyFile: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "Memory for the relationships of all tenants; those not used for longest are let go beyond it. Default 4294967296, or half of "
                + "the machine's memory where that is less.", valueName: "bytes"))
    var graphMemory: String?

    @Option(
        help: ArgumentHelp("How long changes of relationships are kept for watchers; 0 keeps all. Default 30.", valueName: "days"))
    var historyDays: String?

    @Option(
        help: ArgumentHelp(
            "Threads that serve the connections. Default one less than there are processor cores, but one at least.", valueName: "count"))
    var eventLoops: String?

    @Flag(help: "Accept tokens and passwords in the clear beyond this machine.")
    var allowPlaintext = false

    @Option(help: ArgumentHelp("A JSON file with further settings.", valueName: "file"))
    var config: String?

    var flags: [ServiceSetting: String] {
        let given: [ServiceSetting: String?] = [
            .data: data, .listen: listen, .operationsListen: operationsListen, .baseURL: baseURL, .gatewayURL: gatewayURL,
            .masterKeyFile: masterKeyFile, .logLevel: logLevel, .allowPlaintext: allowPlaintext ? "true" : nil,
            .graphMemory: graphMemory, .historyDays: historyDays, .eventLoops: eventLoops,
        ]
        return given.compactMapValues { $0 }
    }

    func run() async throws {
        let configuration = try readingSettings { () throws(InvalidConfiguration) in
            try ServiceConfiguration(flags: flags, file: config)
        }
        try await tellingFailures { try await runService(configuration) }
    }
}
