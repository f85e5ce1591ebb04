import ArgumentParser
import Foundation
import ModelFiles
import Permissions

/// `cardea model test`: runs here, without a service.
struct ModelTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the tests of OpenFGA store files.",
        discussion: """
            A store file has a model, relationships and tests of checks and lists. Nothing is asked of a service and nothing is written.
            The exit status is 0 when every assertion holds and 1 when one does not.

            Example:
              cardea model test store.fga.yaml
            """)

    @Argument(help: "Store files, `*.fga.yaml`.")
    var files: [String]

    @Option(help: "How to print: table or json.")
    var output: OutputFormat = .table

    /// What came of one file.
    private struct Report: Encodable {
        struct Failed: Encodable {
            let test: String
            let kind: String
            let question: String
            let expected: String
            let got: String
            let reason: String?
        }

        let file: String
        let assertions: Int
        let passed: Int
        let failures: [Failed]
    }

    func run() async throws {
        let reports = try files.map(report)
        Output(format: output).show(reports) { reports in reports.map(Self.text).joined() }
        if reports.contains(where: { !$0.failures.isEmpty }) { throw ExitCode.denied }
    }

    private func report(_ file: String) throws -> Report {
        let store: StoreFile
        do {
            store = try StoreFile.read(path: file)
        } catch {
            throw Failure(invalid: error, file: file)
        }
        let report = StoreFileTests.run(store, now: Date())
        return Report(
            file: file, assertions: report.outcomes.count, passed: report.outcomes.count - report.failures.count,
            failures: report.failures.map {
                Report.Failed(
                    test: $0.test, kind: $0.kind.rawValue, question: $0.question, expected: $0.expected, got: $0.got, reason: $0.reason)
            })
    }

    private static func text(_ report: Report) -> String {
        let lines = report.failures.map { failed in
            let reason = failed.reason.map { "; \($0)" } ?? ""
            return Table.printable(
                "\(report.file): \(failed.test): \(failed.kind) \(failed.question): expected \(failed.expected), got \(failed.got)\(reason)"
            )
        }
        return (lines + ["\(report.file): \(report.passed) of \(report.assertions) assertions hold"]).joined(separator: "\n") + "\n"
    }
}

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

extension Failure {
    /// A file that is not valid, with a line for each fault.
    init(invalid error: InvalidModelFile, file: String) {
        self.init(
            code: "invalid_file", message: "`\(file)` is not valid", next: "correct what is named and run the command again",
            details: error.problems.map(\.description))
    }
}

extension Table {
    static func printable(lines: [String]) -> String {
        lines.map { printable($0) + "\n" }.joined()
    }
}
