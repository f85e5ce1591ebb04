import API
import Foundation
import ModelFiles

/// What came of one store file.
struct StoreFileOutcome: Encodable {
    struct Failed: Encodable {
        let test: String
        let kind: String
        let question: String
        let expected: String
        let got: String
        let reason: String?
    }

    let file: String
    var assertions = 0
    var passed = 0
    var failures: [Failed] = []
    /// What is wrong with the file or one that it names, so that nothing of it was run.
    var diagnostics: [Diagnostic] = []
    var warnings: [Diagnostic] = []

    var isValid: Bool { diagnostics.isEmpty }

    init(of file: String, now: Date) {
        self.file = file
        let directory = ModelFolder.directory(of: file)
        do throws(InvalidModelFile) {
            let store = try StoreFile.read(path: file)
            warnings = store.warnings.map { Diagnostic($0.under(directory)) }
            count(StoreFileTests.run(store, now: now))
        } catch {
            diagnostics = error.under(directory).problems.map(Diagnostic.init)
        }
    }

    private mutating func count(_ report: StoreFileReport) {
        assertions = report.outcomes.count
        failures = report.failures.map {
            Failed(test: $0.test, kind: $0.kind.rawValue, question: $0.question, expected: $0.expected, got: $0.got, reason: $0.reason)
        }
        passed = assertions - failures.count
    }

    /// A line for each mistake and each assertion that does not hold, one for each file, and one for all files.
    static func text(_ outcomes: [StoreFileOutcome]) -> String {
        var lines = outcomes.flatMap(\.lines)
        if outcomes.count > 1 {
            let invalid = outcomes.count { !$0.isValid }
            let sum = outcomes.reduce((passed: 0, all: 0)) { ($0.passed + $1.passed, $0.all + $1.assertions) }
            let rest = invalid > 0 ? "; \(invalid) of them not valid" : ""
            lines.append("\(outcomes.count) files: \(sum.passed) of \(sum.all) assertions hold\(rest)")
        }
        return Table.printable(lines: lines)
    }

    private var lines: [String] {
        guard isValid else { return diagnostics.map(\.text) + ["\(file): not valid; correct what is named"] }
        let failed = failures.map { failed in
            let reason = failed.reason.map { "; \($0)" } ?? ""
            return "\(file): \(failed.test): \(failed.kind) \(failed.question): expected \(failed.expected), got \(failed.got)\(reason)"
        }
        return failed + ["\(file): \(passed) of \(assertions) assertions hold"]
    }
}
