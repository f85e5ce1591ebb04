import API
import Foundation
import Hummingbird
import NIOHTTP1
import OAuth
import Permissions
import Store

/// The one place where an error becomes an answer, and what the log gets to know beside it.
///
/// An error nobody expected is an empty 500: its text is for the log only.
struct ErrorAnswer {
    let response: Response
    let cause: String?

    init(for error: any Error, path: String, requestID: String, at time: Date) throws {
        switch error {
        case let error as OpenFGAError:
            response = try error.response()
            cause = "\(error.code.rawValue): \(error.message)"
        case let error as OAuthError:
            response = try OAuthErrorAnswer.response(for: error)
            cause = "\(error.code.rawValue): \(error.detail ?? error.description)"
        case let error as MalformedForm:
            response = try error.response()
            cause = "not a form"
        default:
            let refusal = Refusal(for: error)
            response =
                OpenFGAError.isForm(at: path)
                ? try OpenFGAError(any: error).response() : try refusal.answer(requestID: requestID, at: time)
            cause = refusal.cause ?? "\(refusal.code.rawValue): \(refusal.message)"
        }
    }
}

extension Refusal {
    init(for error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case let body as UndecodableBody: self.init(body.code, body.message)
        case let name as InvalidName: self.init(.invalidName, "`\(name.text)` is not valid: \(name.reason)")
        case let reference as InvalidReference:
            self.init(.invalidReference, "`\(reference.text)` is not valid: \(reference.reason)")
        case let model as InvalidModel: self.init(model)
        case let store as StoreError: self.init(store)
        case let failure as CheckFailure: self.init(failure)
        case is AuditQueueFull: self = .auditIsFull
        // The body ended early or in the wrong place: the caller's doing, who may be gone.
        case let error as HTTPParserError:
            self.init(.invalidRequest, "the body does not end where its header says", cause: String(describing: error))
        default: self.init(.internalError, "", cause: String(describing: error))
        }
    }

    /// The failure's own code leads its message: there are more of them than problems have codes.
    private init(_ failure: CheckFailure) {
        let message = "\(failure.code): \(failure.message)"
        if failure.kind == .invalidPosition {
            self.init(.invalidCursor, message)
        } else {
            self.init(.checkFailed, message, failure: failure.code)
        }
    }

    private init(_ model: InvalidModel) {
        let diagnostics = model.diagnostics.map(Diagnostic.init)
        let first = diagnostics.first.map { "line \($0.line), column \($0.column): \($0.message)" } ?? "the model is not valid"
        self.init(.invalidModel, first, diagnostics: diagnostics)
    }
}

extension Diagnostic {
    init(_ diagnostic: ModelDiagnostic) {
        self.init(
            file: diagnostic.file, line: diagnostic.line, column: diagnostic.column, code: diagnostic.code, message: diagnostic.message,
            path: diagnostic.path)
    }
}
