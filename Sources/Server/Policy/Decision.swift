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

        init(code: String, message: String, explanation: String? = nil) {
            self.code = code
            self.message = message
            self.explanation = explanation ?? message
        }

        static let allowed = Reason(code: "allowed", message: "allowed by the relationships")
    }

    /// Nil when it is allowed.
    let refusal: Reason?
    /// By which it is found again in the audit.
    let id: RandomID
    let revision: Revision?

    init(_ refusal: Reason?, on revision: Revision?) {
        self.refusal = refusal
        id = RandomIDs.make()
        self.revision = revision
    }

    var isAllowed: Bool { refusal == nil }
    var reason: Reason { refusal ?? .allowed }
}
