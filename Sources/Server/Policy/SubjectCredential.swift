import API
import HTTPTypes
import OAuth
import Permissions
import Store
import Tokens

/// Holds the caller's own access token against the subject that the question names.
///
/// The token is asked about on every question, so a revoked one is refused on the next call and not when it expires.
struct SubjectCredential: Sendable {
    let authority: Authority

    enum Finding: Sendable {
        /// No token was sent: the enforcement point vouches for the subject. The agent is the one it named.
        case vouched(agent: SubjectReference?)
        /// The token is the subject's; the agent is the client it was issued to.
        case proven(agent: SubjectReference?)
        case refused(Decision.Reason)
    }

    func find(_ request: EvaluationRequest, tenant: TenantID) async throws -> Finding {
        if let found = findAtOnce(request, tenant: tenant) { return found }
        guard let token = request.context?.subjectToken else { return .vouched(agent: nil) }
        do throws(BearerAuthenticator.Refusal) {
            let claims = try await authority.bearers.authenticate(tenant, token: token.exposed, audience: nil)
            return match(claims, request)
        } catch {
            return .refused(try Self.reason(for: error))
        }
    }

    /// The same for a search; one for subjects names none, so a token stands for its agent only.
    func find(_ search: SearchRequest, _ kind: SearchRequest.Kind, tenant: TenantID) async throws -> Finding {
        var question = EvaluationRequest(
            subject: search.subject, action: search.action ?? EvaluationAction(name: ""), resource: search.resource, context: search.context
        )
        if kind == .subject, let token = search.context?.subjectToken {
            do throws(BearerAuthenticator.Refusal) {
                let claims = try await authority.bearers.authenticate(tenant, token: token.exposed, audience: nil)
                question.subject = EvaluationEntity(type: claims.subjectType.rawValue, id: claims.subject)
            } catch {
                return .refused(try Self.reason(for: error))
            }
        }
        return try await find(question, tenant: tenant)
    }

    /// The same for a token that is remembered as good, or where there is none; nil when the token has to be verified.
    func findAtOnce(_ request: EvaluationRequest, tenant: TenantID) -> Finding? {
        guard let token = request.context?.subjectToken else {
            guard let agent = request.context?.agent else { return .vouched(agent: nil) }
            do throws(InvalidReference) {
                return .vouched(agent: try Self.agent(agent))
            } catch {
                return Self.invalidAgent(error)
            }
        }
        guard let claims = authority.bearers.recall(tenant, token: token.exposed) else { return nil }
        return match(claims, request)
    }

    private static func invalidAgent(_ error: InvalidReference) -> Finding {
        .refused(Decision.Reason(code: "invalid_agent", message: "`\(error.text)` is not valid: \(error.reason)"))
    }

    /// The agent as `agent:desktop`, or the bare client id.
    private static func agent(_ text: String) throws(InvalidReference) -> SubjectReference {
        text.utf8.contains(UInt8(ascii: ":")) ? try SubjectReference(parsing: text) : try SubjectReference(type: "agent", id: text)
    }

    private func match(_ claims: AccessTokenClaims, _ request: EvaluationRequest) -> Finding {
        let named: SubjectReference?
        do throws(InvalidReference) {
            named = try request.context?.agent.map { text throws(InvalidReference) in try Self.agent(text) }
        } catch {
            return Self.invalidAgent(error)
        }
        // Byte by byte, as names are everywhere else: `==` on texts takes two spellings of one letter for the same.
        let isSubject =
            request.subject.type.utf8.elementsEqual(claims.subjectType.rawValue.utf8)
            && request.subject.id.utf8.elementsEqual(claims.subject.utf8)
        guard isSubject else {
            return .refused(Decision.Reason(code: "token_invalid", message: "the subject's token was issued to somebody else"))
        }
        guard let client = try? SubjectReference(type: "agent", id: claims.clientID), named == nil || named == client else {
            return .refused(Decision.Reason(code: "token_invalid", message: "the subject's token was issued to another agent"))
        }
        return .proven(agent: client)
    }

    private static func reason(for refusal: BearerAuthenticator.Refusal) throws(Refusal) -> Decision.Reason {
        switch refusal {
        case .revoked: return Decision.Reason(code: "token_revoked", message: "the subject's token has been revoked")
        case .invalid(let reason):
            return Decision.Reason(code: "token_invalid", message: "the subject's token is not valid: \(reason.message)")
        case .unavailable:
            throw Refusal(.unavailable, "the subject's token cannot be checked just now: try again", headers: [.retryAfter: "1"])
        }
    }
}
