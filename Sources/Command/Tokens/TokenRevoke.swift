import API
import ArgumentParser
import Client

/// `cardea token revoke`.
struct TokenRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a token, a grant, or everything a user has.",
        discussion: """
            The next call with it is refused. Give exactly one of the options.

            Example:
              cardea token revoke --user anne --tenant acme
            """)

    @Option(help: "Every token and grant of this user.")
    var user: String?

    @Option(name: .customLong("token-id"), help: ArgumentHelp("The token with this id (`jti`).", valueName: "id"))
    var tokenID: String?

    @Option(name: .customLong("grant-id"), help: ArgumentHelp("Every token of this grant.", valueName: "id"))
    var grantID: String?

    @Flag(help: "The token on the first line of standard input.")
    var tokenStdin = false

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        let given = [user != nil, tokenID != nil, grantID != nil, tokenStdin].filter { $0 }.count
        guard given == 1 else { throw ValidationError("give exactly one of --user, --token-id, --grant-id and --token-stdin") }
    }

    func run() async throws {
        let tenant = try tenant.id()
        let revocation = try revocation()
        let count = try await connection.withService { try await $0.revokeTokens(revocation, tenant: tenant) }
        connection.out.show(count) { "revoked: \($0.revoked)\n" }
    }

    private func revocation() throws -> TokenRevocation {
        if let user { return .user(user) }
        if let tokenID { return .tokenID(tokenID) }
        if let grantID { return .grantID(grantID) }
        return .token(try SecretInput.fromStandardInput(what: "token"))
    }
}
