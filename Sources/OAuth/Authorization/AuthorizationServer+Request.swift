import Store
import Tokens

extension AuthorizationServer {
    /// A longer `state` is refused and not echoed: percent-encoded it would not fit into a header.
    private static let stateLimit = 2048

    private static let carriedNames = [
        "response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method", "scope", "resource", "prompt",
    ]

    /// The checks of the authorization endpoint, in their order.
    ///
    /// Client and redirect URI come first and are answered with a page: before both are known, a redirect would make this an open redirector
    /// (RFC 9700 section 4.11). Everything after them is told to the client.
    func request(_ tenant: TenantID, _ parameters: FormParameters) async throws(AuthorizationRefusal) -> AuthorizationRequest {
        let client = try await knownClient(tenant, parameters)
        let redirectURI = try registeredRedirectURI(parameters, of: client)
        let presentedState = try? parameters.value("state")
        let state = presentedState.flatMap { $0.utf8.count <= Self.stateLimit ? $0 : nil }
        do throws(OAuthError) {
            try parameters.requireNoneRepeated()
            try checkState(presentedState)
            try checkResponseType(parameters)
            try checkGrantType(of: client)
            try checkNoRequestObject(parameters)
            let challenge = try codeChallenge(parameters)
            let scope = try Scope.requested(try parameters.value("scope"), registered: client.scopes)
            let resource = try await resource(tenant, parameters)
            let prompt = try prompt(parameters)
            let carried = try carried(parameters)
            return AuthorizationRequest(
                client: client, redirectURI: redirectURI, state: state, codeChallenge: challenge, scope: scope, resource: resource,
                prompt: prompt, carried: carried)
        } catch {
            throw .client(error, redirectURI: redirectURI, state: state)
        }
    }

    private func carried(_ parameters: FormParameters) throws(OAuthError) -> [(name: String, value: String)] {
        var carried: [(name: String, value: String)] = []
        for name in Self.carriedNames {
            if let value = try parameters.value(name) { carried.append((name, value)) }
        }
        return carried
    }

    private func knownClient(_ tenant: TenantID, _ parameters: FormParameters) async throws(AuthorizationRefusal) -> OAuthClient {
        guard let text = try? parameters.value("client_id"), let id = try? ClientID(text) else {
            throw .page("the request does not name its client once")
        }
        let client: OAuthClient?
        do {
            client = try await store.client(tenant, id)
        } catch {
            throw .page("something went wrong; try again")
        }
        guard let client, client.disabledAt == nil else { throw .page("the client of this request is not registered here") }
        return client
    }

    private func registeredRedirectURI(_ parameters: FormParameters, of client: OAuthClient) throws(AuthorizationRefusal) -> String {
        let presented: String?
        do {
            presented = try parameters.value("redirect_uri")
        } catch {
            throw .page("the request names its redirect URI more than once")
        }
        guard let presented else {
            guard client.redirectURIs.count == 1, let only = client.redirectURIs.first else {
                throw .page("the request does not say where to return to")
            }
            return only
        }
        guard RedirectURI.matches(presented, registered: client.redirectURIs) else {
            throw .page("the address to return to is not registered for this client")
        }
        return presented
    }

    private func checkState(_ state: String?) throws(OAuthError) {
        guard let state else { return }
        guard state.utf8.count <= Self.stateLimit, state.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            throw OAuthError(.invalidRequest, "`state` must be at most 2048 printable ASCII characters")
        }
    }

    private func checkResponseType(_ parameters: FormParameters) throws(OAuthError) {
        guard try parameters.required("response_type") == "code" else {
            throw OAuthError(.unsupportedResponseType, "`response_type` must be `code`")
        }
        if let mode = try parameters.value("response_mode"), mode != "query" {
            throw OAuthError(.invalidRequest, "`response_mode` must be `query`")
        }
    }

    private func checkGrantType(of client: OAuthClient) throws(OAuthError) {
        guard client.grantTypes.contains(.authorizationCode) else {
            throw OAuthError(.unauthorizedClient, "the client is not registered for the authorization code grant")
        }
    }

    /// Neither a request object nor an address to fetch one from is accepted, and nothing is ever fetched (RFC 9101).
    private func checkNoRequestObject(_ parameters: FormParameters) throws(OAuthError) {
        guard try parameters.value("request") == nil, try parameters.value("request_uri") == nil else {
            throw OAuthError(.invalidRequest, "`request` and `request_uri` are not supported")
        }
    }

    /// PKCE is required of every client, and only as S256 (OAuth 2.1 section 7.5.2).
    private func codeChallenge(_ parameters: FormParameters) throws(OAuthError) -> CodeChallenge {
        guard let text = try parameters.value("code_challenge") else {
            throw OAuthError(.invalidRequest, "`code_challenge` is missing: PKCE is required")
        }
        guard try parameters.value("code_challenge_method") == "S256" else {
            throw OAuthError(.invalidRequest, "`code_challenge_method` must be `S256`")
        }
        guard let challenge = try? CodeChallenge(s256: text) else {
            throw OAuthError(.invalidRequest, "`code_challenge` must be 43 to 128 unreserved characters")
        }
        return challenge
    }

    private func prompt(_ parameters: FormParameters) throws(OAuthError) -> Set<String> {
        guard let text = try parameters.value("prompt") else { return [] }
        let values = Set(text.split(separator: " ").map(String.init))
        guard values.isSubset(of: ["none", "login", "consent", "select_account"]), !values.contains("none") || values.count == 1 else {
            throw OAuthError(.invalidRequest, "`prompt` is not one that is supported")
        }
        return values
    }
}
