import API
import ArgumentParser
import Client
import Server
import Tokens

/// `cardea init`.
struct Initialize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make the data directory, the database, the master key and the first administrator.",
        discussion: """
            Works on the data directory itself, so the service must not be running. The administrator's key is written to a credentials file
            that only you can read; every other command takes it from there.

            Example:
              cardea init --data /var/lib/cardea
            """)

    @Option(help: ArgumentHelp("The directory to make or to fill.", valueName: "directory"))
    var data: String

    @Option(help: "The administrator's name, as it will stand in the audit.")
    var administrator = "admin"

    @Option(help: ArgumentHelp("The service's base URL to remember. Else CARDEA_SERVICE, or http://127.0.0.1:8080.", valueName: "url"))
    var service: String?

    @Option(
        help: ArgumentHelp("The file to write the key to. Else CARDEA_CREDENTIALS or ~/.config/cardea/credentials.json.", valueName: "file")
    )
    var credentials: String?

    @Option(help: "How to show the answer.")
    var output: OutputFormat = .table

    /// What was made, without the key itself.
    private struct Made: Encodable {
        var data: String
        var administrator: String
        var credentials: String
        var service: String
    }

    func run() async throws {
        let environment = Environment.process
        let path = credentials ?? environment.credentials ?? environment.defaultCredentials
        let address = try ConnectionOptions.address(service ?? environment.service ?? ConnectionOptions.defaultService)
        // The file is made first: a key that cannot be kept must not be made.
        try PrivateFile.create(path, contents: [])
        let key = try await makeAdministrator(orRemove: path)
        try PrivateFile.fill(path, contents: CredentialsFile(service: address.baseURL, administratorKey: key).contents())
        let made = Made(data: data, administrator: administrator, credentials: path, service: address.baseURL)
        Output(format: output).show(made) { made in
            """
            made the database in \(made.data)
            made the administrator \(made.administrator), the key is in \(made.credentials)
            next: cardea serve --data '\(made.data)'

            """
        }
    }

    private func makeAdministrator(orRemove path: String) async throws -> SecretText {
        do {
            return try await tellingFailures {
                SecretText(try await initialize(dataDirectory: data, administratorName: administrator).exposed)
            }
        } catch {
            PrivateFile.remove(path)
            throw error
        }
    }
}
