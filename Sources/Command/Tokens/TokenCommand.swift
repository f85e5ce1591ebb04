import API
import ArgumentParser

/// `cardea token`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Get, look into and revoke access tokens.",
        discussion: "Example:\n  cardea token revoke --user anne --tenant acme",
        subcommands: [TokenIssue.self, TokenInspect.self, TokenRevoke.self])
}
