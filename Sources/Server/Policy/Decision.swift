import Permissions

/// What was decided, why, and on which state of the relationships.
struct Decision: Sendable {
    struct Reason: Sendable, Equatable {
        /// Stable, snake_case.
        let code: String
        let message: String

        static let allowed = Reason(code: "allowed", message: "allowed by the relationships")
    }

    let isAllowed: Bool
    let reason: Reason
    /// 128 random bits in hexadecimal.
    let id: String
    let revision: Revision?
}
