/// The scopes that mean something to Cardea, and the rules for asking for some.
package enum Scope {
    package static let callTools = "tools:call"
    package static let evaluate = "access:evaluate"
    package static let readServers = "servers:read"
    package static let all = [callTools, evaluate, readServers]

    /// What a scope lets a client do, for the consent page.
    package static func meaning(_ scope: String) -> String {
        switch scope {
        case callTools: "call tools for you, each one only if you may"
        case evaluate: "ask which permissions anybody has"
        case readServers: "read the list of registered servers"
        default: scope
        }
    }

    /// The scopes of a request: what it names, or all that the client is registered for when it names none (OAuth 2.1 section 1.4.1).
    static func requested(_ text: String?, registered: [String]) throws(OAuthError) -> [String] {
        guard let text else { return registered }
        let scopes = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard scopes.count <= 50, scopes.allSatisfy(isToken) else { throw OAuthError(.invalidScope, "the scope is malformed") }
        for scope in scopes where !registered.contains(scope) {
            throw OAuthError(.invalidScope, "the client is not registered for the scope `\(scope.prefix(64))`")
        }
        var seen = Set<String>()
        return scopes.filter { seen.insert($0).inserted }
    }

    private static func isToken(_ scope: String) -> Bool {
        !scope.isEmpty && scope.utf8.allSatisfy { $0 == 0x21 || 0x23...0x5B ~= $0 || 0x5D...0x7E ~= $0 }
    }
}
