import Permissions
import Store

/// What was decided, why, and on which state of the relationships.
struct Decision: Sendable {
    struct Reason: Sendable, Equatable {
        /// Stable, snake_case.
        let code: String
        /// For whoever asked: what is not allowed, and not which relationship would change that.
        let message: String
        /// For administrators and the audit: the relationships that decided.
        let explanation: String
        /// Whether nothing was decided: a limit was reached, or a condition could not be evaluated. It is refused all the same.
        let isUndecided: Bool

        init(code: String, message: String, explanation: String? = nil, isUndecided: Bool = false) {
            self.code = code
            self.message = message
            self.explanation = explanation ?? message
            self.isUndecided = isUndecided
        }

        init(_ failure: CheckFailure) {
            self.init(code: failure.code, message: failure.message, isUndecided: failure.leavesOpen)
        }

        static let allowed = Reason(code: "allowed", message: "allowed by the relationships")
    }

    /// Nil when it is allowed.
    let refusal: Reason?
    /// By which it is found again in the audit.
    let id: RandomID
    let revision: Revision?

    init(_ refusal: Reason?, on revision: Revision?, id: RandomID = RandomIDs.make()) {
        self.refusal = refusal
        self.id = id
        self.revision = revision
    }

    var isAllowed: Bool { refusal == nil }
    var reason: Reason { refusal ?? .allowed }
    var outcome: AuditEvent.Outcome { refusal.map(\.outcome) ?? .allowed }
}

extension Decision.Reason {
    /// What the audit says of a refusal for this reason.
    var outcome: AuditEvent.Outcome { isUndecided ? .failed : .denied }
}

extension CheckFailure {
    /// Whether the answer could be either. A name the model does not know is related to nothing, and a value that was not sent allows
    /// nothing: those are answers.
    var leavesOpen: Bool {
        switch kind {
        case .tooDeep, .tooMuchWork, .tooMuchTime, .conditionFailed: true
        default: false
        }
    }
}
