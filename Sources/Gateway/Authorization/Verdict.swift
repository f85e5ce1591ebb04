import API

/// What the service's answer means for a call. Only `allowed` lets anything through.
enum Verdict: Sendable, Equatable {
    case allowed(decisionID: String?)
    case denied(code: String, message: String, decisionID: String?)
    /// The token itself is not good any more.
    case tokenRefused(message: String, decisionID: String?)
    /// No answer, or none that can be understood; `cause` is for the log.
    case unanswered(cause: String)

    static let tokenCodes: Set<String> = ["token_revoked", "token_invalid"]

    init(_ answer: EvaluationResponse) {
        let decisionID = answer.context?.decisionID
        guard !answer.decision else {
            self = .allowed(decisionID: decisionID)
            return
        }
        let code = answer.context?.reason?.code ?? "denied"
        let message = answer.context?.reason?.message ?? "no permission"
        self =
            Self.tokenCodes.contains(code)
            ? .tokenRefused(message: message, decisionID: decisionID) : .denied(code: code, message: message, decisionID: decisionID)
    }

    var isAllowed: Bool {
        guard case .allowed = self else { return false }
        return true
    }
}
