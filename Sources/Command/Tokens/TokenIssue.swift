import API
import ArgumentParser
import Client

/// `cardea token issue`.
struct TokenIssue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Get a token with a client's own credentials, to try things out.",
        discussion: """
            Prints the token and nothing else, so that it can stand in `$(…)`.

            Example:
              cardea token issue --client-id reporter --client-secret-file reporter.secret \\
                --scope tools:call --resource http://127.0.0.1:8090/t/acme/notes --tenant acme
            """)

    @Option(name: .customLong("client-id"), help: "The client's id.")
    var clientID: String

    @Option(help: ArgumentHelp("The file with the client's secret; without it, the first line of standard input.", valueName: "file"))
    var clientSecretFile: String?

    @Option(name: .customLong("scope"), help: ArgumentHelp("A scope to ask for; can be repeated.", valueName: "scope"))
    var scopes: [String] = []

    @Option(help: ArgumentHelp("The server the token is for. Without it, the service itself.", valueName: "uri"))
    var resource: String?

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let tenant = try tenant.id()
        let secret =
            try clientSecretFile.map { try SecretInput.fromFile($0, what: "client secret") }
            ?? SecretInput.fromStandardInput(what: "client secret")
        let credentials = ClientCredentials(
            tenant: tenant, clientID: clientID, clientSecret: secret, scopes: scopes, resource: resource)
        let token = try await connection.withUnauthenticatedService { try await $0.token(for: credentials) }
        connection.out.show(token) { $0.accessToken.exposed + "\n" }
    }
}
