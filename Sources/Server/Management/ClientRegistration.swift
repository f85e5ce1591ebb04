import API
import Foundation
import Store

/// What a new client is, checked against its kind.
struct ClientRegistration {
    let id: ClientID
    let displayName: String
    let kind: ClientBody.Kind
    let redirectURIs: [String]
    let grantTypes: Set<GrantType>
    let scopes: [String]
    /// Agents and resource servers always have a secret, applications when asked: most run where a secret cannot be kept.
    let isConfidential: Bool

    init(_ body: ClientCreation) throws {
        id = try ClientID(body.id)
        displayName = try DisplayName.checked(body.displayName, or: id.rawValue)
        kind = body.kind
        redirectURIs = try (body.redirectURIs ?? []).map { uri throws(Refusal) in try Self.redirectURI(uri) }
        grantTypes = try Self.grantTypes(body)
        scopes = try Self.scopes(body.scopes ?? Self.defaultScopes(of: body.kind))
        guard body.kind == .application || body.confidential != false else {
            throw Refusal(.invalidRequest, "only a client of the kind `application` can be without a secret")
        }
        isConfidential = body.kind != .application || body.confidential == true
        guard grantTypes.contains(.authorizationCode) == !redirectURIs.isEmpty else {
            throw Refusal(
                .invalidRequest,
                redirectURIs.isEmpty
                    ? "a client with the grant type `authorization_code` needs at least one redirect URI"
                    : "only a client with the grant type `authorization_code` has redirect URIs")
        }
        guard redirectURIs.count <= 20 else { throw Refusal(.tooManyItems, "a client has 20 redirect URIs at most") }
    }

    func newClient(secretHash: [UInt8]?, createdAt: Date) -> NewClient {
        NewClient(
            id: id, displayName: displayName, kind: ClientKind(kind), secretHash: secretHash, redirectURIs: redirectURIs,
            grantTypes: grantTypes,
            scopes: scopes, createdAt: createdAt)
    }

    private static func grantTypes(_ body: ClientCreation) throws(Refusal) -> Set<GrantType> {
        let possible: Set<GrantType> = body.kind == .application ? [.authorizationCode, .refreshToken] : [.clientCredentials]
        guard let names = body.grantTypes else { return possible }
        var chosen: Set<GrantType> = []
        for name in names {
            guard let grantType = GrantType(rawValue: name) else {
                throw Refusal(.invalidRequest, "the grant type `\(name)` is not known")
            }
            guard possible.contains(grantType) else {
                throw Refusal(.invalidRequest, "a client of the kind `\(body.kind.rawValue)` cannot have the grant type `\(name)`")
            }
            chosen.insert(grantType)
        }
        guard !chosen.isEmpty, chosen != [.refreshToken] else {
            throw Refusal(.invalidRequest, "a client needs a grant type that gets it a first token")
        }
        return chosen
    }

    private static func defaultScopes(of kind: ClientBody.Kind) -> [String] {
        kind == .resourceServer ? [Scope.evaluate, Scope.readServers] : [Scope.callTools]
    }

    /// Scope tokens of RFC 6749 §3.3.
    private static func scopes(_ scopes: [String]) throws(Refusal) -> [String] {
        guard scopes.count <= 50 else { throw Refusal(.tooManyItems, "a client has 50 scopes at most") }
        for scope in scopes {
            let isToken = scope.utf8.allSatisfy { $0 == 0x21 || (0x23...0x5B).contains($0) || (0x5D...0x7E).contains($0) }
            guard !scope.isEmpty, scope.utf8.count <= 200, isToken else {
                throw Refusal(.invalidRequest, "`\(scope)` is not a scope: use printable ASCII without spaces, quotes and backslashes")
            }
        }
        return Array(Set(scopes)).sorted()
    }

    /// https, or http on this machine for native applications (OAuth 2.1 §2.3.1, §8.4.2); compared byte for byte later.
    private static func redirectURI(_ text: String) throws(Refusal) -> String {
        guard text.utf8.count <= 2000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { throw Refusal(.invalidRequest, "`\(text)` is not a redirect URI: write an absolute one without user and fragment") }
        guard scheme == "https" || scheme == "http" && ["127.0.0.1", "[::1]", "::1", "localhost"].contains(host) else {
            throw Refusal(.invalidRequest, "the redirect URI `\(text)` has to be https, or http on 127.0.0.1, [::1] or localhost")
        }
        return text
    }
}

extension ClientKind {
    init(_ kind: ClientBody.Kind) {
        self =
            switch kind {
            case .application: .application
            case .agent: .agent
            case .resourceServer: .resourceServer
            }
    }
}
