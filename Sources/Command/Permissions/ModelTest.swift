import API
import ArgumentParser
import Foundation
import ModelFiles

/// `cardea model test`: runs here, without a service.
struct ModelTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests of OpenFGA store files.",
        discussion: """
            A store file has a model, relationships and tests of checks and lists. Nothing is asked of a service and nothing is written. Beyond
            OpenFGA's format a tuple may have `expires_at`, and a check or list `now`, the time it is asked at in place of the present.

            A file that is not valid does not keep the others from being run. The exit status is 0 when every assertion holds, 1 when one does
            not, and 3 when a file is not valid.

            Example:
              cardea model test store.fga.yaml
            """)

    @Argument(help: "Store files, `*.fga.yaml`.")
    var files: [String]

    @Option(help: "How to print: table or json.")
    var output: OutputFormat = .table

    func run() async throws {
        let reports = files.map { StoreFileOutcome(of: $0, now: Date()) }
        let out = Output(format: output)
        out.warn(reports.flatMap(\.warnings))
        out.show(reports, StoreFileOutcome.text)
        if reports.contains(where: { !$0.isValid }) { throw ExitCode.failed }
        if reports.contains(where: { !$0.failures.isEmpty }) { throw ExitCode.denied }
    }
}
