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

    /// In a place of its own: a decision that allows is small, and many stand in one answer.
    private final class Refused: Sendable {
        let reason: Reason

        init(_ reason: Reason) { self.reason = reason }
    }

    private let refused: Refused?
    /// By which it is found again in the audit.
    let id: RandomID
    let revision: Revision?

    init(_ refusal: Reason?, on revision: Revision?, id: RandomID = RandomIDs.make()) {
        self.init(refused: refusal.map(Refused.init), on: revision, id: id)
    }

    private init(refused: Refused?, on revision: Revision?, id: RandomID) {
        self.refused = refused
        self.id = id
        self.revision = revision
    }

    /// The same under another id.
    func with(id: RandomID) -> Decision { Decision(refused: refused, on: revision, id: id) }

    /// Nil when it is allowed.
    var refusal: Reason? { refused?.reason }
    var isAllowed: Bool { refused == nil }
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
