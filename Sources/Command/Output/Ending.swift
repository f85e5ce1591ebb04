import ArgumentParser
import Foundation

/// How the process ends after an error: what goes to which stream, and the exit status.
struct Ending: Equatable {
    var standardOutput = ""
    var standardError = ""
    var exitStatus: Int32

    init(_ error: any Error, format: OutputFormat) {
        switch error {
        case let status as ExitCode: exitStatus = status.rawValue
        case let failure as Failure: self = Ending(failure, format: format)
        default: self = Ending(parsing: error, format: format)
        }
    }

    private init(_ failure: Failure, format: OutputFormat) {
        standardError = failure.text(format)
        exitStatus = ExitCode.failed.rawValue
    }

    /// ArgumentParser's own errors: help and version are no failure, wrong usage is 2 here and 64 there.
    private init(parsing error: any Error, format: OutputFormat) {
        let text = Cardea.fullMessage(for: error)
        switch Cardea.exitCode(for: error) {
        case .success:
            standardOutput = text.isEmpty ? "" : text + "\n"
            exitStatus = 0
        case .validationFailure:
            standardError = format == .json ? Failure(code: "usage", message: Cardea.message(for: error)).text(.json) : text + "\n"
            exitStatus = ExitCode.usage.rawValue
        default:
            self = Ending(Failure(code: "failed", message: "\(error)"), format: format)
        }
    }
}

extension Failure {
    private struct Document: Encodable {
        struct Body: Encodable {
            var code: String
            var message: String
            var next: String?
            var request_id: String?
            var details: [String]?
        }

        var error: Body
    }

    func text(_ format: OutputFormat) -> String {
        switch format {
        case .json:
            let body = Document.Body(
                code: code, message: message, next: next, request_id: requestID, details: details.isEmpty ? nil : details)
            return Output.json(Document(error: body))
        case .table:
            var lines = ["error: \(Table.printable(message))"] + details.map { "  \(Table.printable($0))" }
            if let next { lines.append("next:  \(next)") }
            if let requestID { lines.append("request id: \(Table.printable(requestID))") }
            return lines.joined(separator: "\n") + "\n"
        }
    }
}
