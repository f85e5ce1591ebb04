import API
import Client

extension Failure {
    /// The client's error, with what a person can do about it.
    init(_ error: ClientError, service: ServiceAddress) {
        switch error {
        case .refused(let problem):
            self.init(
                code: problem.code, message: problem.message, next: Self.next(after: problem.knownCode), requestID: problem.requestID,
                details: (problem.diagnostics ?? []).map { "line \($0.line), column \($0.column): \($0.message)" }
                    + (problem.conflicts ?? []))
        case .oauth(let code, _, _):
            self.init(code: code, message: error.description, next: "check the client's id, secret, scopes and resource")
        case .unreachable(let reason):
            self.init(
                code: "unreachable", message: "could not reach the service at \(service): \(reason)",
                next: "start it with `cardea serve`, or name another with --service or CARDEA_SERVICE")
        case .timeout:
            self.init(
                code: "timeout", message: "the service at \(service) did not answer in time",
                next: "look at the service's log, then try again")
        case .invalidResponse:
            self.init(
                code: "invalid_response", message: "\(service): \(error.description)",
                next: "check --service and that service and command have the same version")
        }
    }

    private static func next(after code: ErrorCode?) -> String? {
        switch code {
        case .unauthenticated: "the administrator key is not known there: check --credentials and --service"
        case .forbidden: "use the key of an administrator of the whole instance or of this tenant"
        case .tenantNotFound: "`cardea tenant list` shows the tenants"
        case .userNotFound: "`cardea user list` shows the users"
        case .clientNotFound: "`cardea client list` shows the clients"
        case .serverNotFound: "`cardea server list` shows the servers"
        case .alreadyExists: "choose another name, or use the one that is there"
        case .invalidRelationship, .invalidReference: "`cardea model show` shows which relations a type has and whom they take"
        case .revisionChanged: "look at what is there now, then begin again: without --resume, or with the present --if-revision"
        case .invalidCursor: "begin again without --after"
        case .historyPruned: "`cardea relationships export` shows what there is now, and its revision to follow changes from"
        case .preconditionFailed, .relationshipExists, .relationshipConflict: "`cardea relationships list` shows what is there"
        case .modelConflict: "revoke those relationships first, keep their relations in the model, or write it with --removing"
        case .invalidModel: "correct the model; `cardea model validate FILE` changes nothing"
        case .overloaded, .unavailable, .tooManyRequests: "try again in a moment"
        case .internalError: "look for the request id in the service's log"
        default: nil
        }
    }
}
