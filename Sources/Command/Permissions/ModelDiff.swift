import ArgumentParser
import Permissions

/// `cardea model diff`: runs here, without a service.
struct ModelDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say what differs between two models.",
        discussion: """
            A model is a file in the modeling language (`.fga`), in JSON (`.json`), or a list of modules (`fga.mod`). The exit status is 0 when
            both say the same and 1 when they differ.

            Example:
              cardea model show --tenant acme > now.fga
              cardea model diff now.fga next.fga
            """)

    @Argument(help: "The model as it is.")
    var old: String

    @Argument(help: "The model as it will be.")
    var new: String

    @Option(help: "How to print: table or json.")
    var output: OutputFormat = .table

    private struct Change: Encodable {
        let kind: String
        let subject: String
        let detail: String?
    }

    func run() async throws {
        let difference = ModelDifference(from: try ModelInput.model(old), to: try ModelInput.model(new))
        let changes = difference.changes.map { Change(kind: $0.kind.rawValue, subject: $0.subject, detail: $0.detail) }
        Output(format: output).show(changes) { changes in
            changes.isEmpty ? "both models say the same\n" : Table.printable(lines: difference.changes.map(\.description))
        }
        if !difference.isEmpty { throw ExitCode.denied }
    }
}
