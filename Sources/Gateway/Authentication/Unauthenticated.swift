/// Why a request is not let in. `message` may be read by anyone.
struct Unauthenticated: Error, Equatable {
    /// RFC 6750 §3.1. None of them is said to a request that carried no token at all.
    enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case invalidToken = "invalid_token"
        case insufficientScope = "insufficient_scope"
    }

    let code: Code?
    let message: String

    init(_ code: Code?, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A request that breaks the rules for sending a token is not let in either, so it gets the challenge as well.
    var status: Int { code == .insufficientScope ? 403 : 401 }
}
