import API
import Tokens

/// Who calls, as a verified token says it.
struct Caller: Sendable {
    /// `user` and a name, or `agent` and a client id.
    let subject: EvaluationEntity
    /// The client that acts for a user; nil when the client is the subject itself.
    let agent: String?
    let token: SecretText

    init(_ claims: AccessTokenClaims, token: SecretText) {
        switch claims.subjectType {
        case .user:
            subject = EvaluationEntity(type: "user", id: claims.subject)
            agent = "agent:\(claims.clientID)"
        case .agent:
            subject = EvaluationEntity(type: "agent", id: claims.clientID)
            agent = nil
        }
        self.token = token
    }

    var subjectText: String { "\(subject.type):\(subject.id)" }

    /// Whom an upstream session belongs to: never shared between users, nor between the clients of one user.
    var principal: String { agent.map { "\(subjectText) \($0)" } ?? subjectText }
}
