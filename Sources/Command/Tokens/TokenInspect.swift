import API
import ArgumentParser
import Client
import Foundation

/// `cardea token inspect`.
struct TokenInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a token is worth now, and whose it is.",
        discussion: """
            The token comes from standard input or a file, never from an argument.

            Example:
              cardea token inspect --tenant acme < anne.token
            """)

    @Option(help: ArgumentHelp("The file with the token; without it, the first line of standard input.", valueName: "file"))
    var tokenFile: String?

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let tenant = try tenant.id()
        let token =
            try tokenFile.map { try SecretInput.fromFile($0, what: "token") } ?? SecretInput.fromStandardInput(what: "token")
        let found = try await connection.withService { try await $0.inspectToken(token, tenant: tenant) }
        connection.out.show(found, Self.table)
    }

    private static func table(_ token: IntrospectionBody) -> String {
        Table(properties: [
            ("active", token.active ? "yes" : "no"), ("reason", token.reason), ("subject", token.subject),
            ("subject type", token.subjectType), ("client", token.clientID),
            ("audience", token.audience?.values.joined(separator: " ")), ("scope", token.scope), ("issuer", token.issuer),
            ("token id", token.tokenID), ("grant id", token.grantID), ("issued", token.issuedAt.map(time)),
            ("expires", token.expiresAt.map(time)),
        ]).text
    }

    private static func time(_ seconds: Int64) -> String {
        Wire.text(of: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }
}
