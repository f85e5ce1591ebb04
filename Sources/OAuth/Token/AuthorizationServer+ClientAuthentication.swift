import Store
import Tokens

/// A client that has proven who it is, or a public one that has nothing to prove it with.
struct AuthenticatedClient: Sendable {
    let client: OAuthClient
    /// Whether a secret was checked.
    let isConfidential: Bool

    fileprivate init(checked client: OAuthClient, isConfidential: Bool) {
        self.client = client
        self.isConfidential = isConfidential
    }
}

/// What a client presented: its id, and a secret by exactly one method (OAuth 2.1 section 2.4).
private struct PresentedClient {
    let id: String
    let secret: String?

    init(_ parameters: FormParameters, authorizationHeader: String?) throws(OAuthError) {
        let idInBody = try parameters.value("client_id")
        let secretInBody = try parameters.value("client_secret")
        guard let header = authorizationHeader else {
            guard let idInBody else { throw OAuthError(.invalidClient, "the client did not say who it is") }
            (id, secret) = (idInBody, secretInBody)
            return
        }
        guard secretInBody == nil else { throw OAuthError(.invalidRequest, "use one way to authenticate the client, not two") }
        guard let pair = Self.basic(header) else {
            throw OAuthError(.invalidClient, "the client's authorization header is malformed")
        }
        guard idInBody == nil || idInBody == pair.id else {
            throw OAuthError(.invalidRequest, "`client_id` is not the client that authenticated")
        }
        (id, secret) = pair
    }

    /// Id and secret are form-encoded before they are joined and encoded (RFC 6749 section 2.3.1).
    private static func basic(_ header: String) -> (id: String, secret: String)? {
        guard header.utf8.count <= 4096, header.lowercased().hasPrefix("basic ") else { return nil }
        guard let bytes = StandardBase64.decode(header.dropFirst(6).drop { $0 == " " }) else { return nil }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        guard let id = FormParameters.decoded(bytes[..<colon]), let secret = FormParameters.decoded(bytes[(colon + 1)...]), !id.isEmpty
        else {
            return nil
        }
        return (id, secret)
    }
}

extension AuthorizationServer {
    /// Who the client is; unknown, disabled and wrongly authenticated clients get the same answer.
    func authenticateClient(
        _ tenant: TenantID, _ parameters: FormParameters, authorizationHeader: String?
    ) async throws(OAuthError) -> AuthenticatedClient {
        let presented = try PresentedClient(parameters, authorizationHeader: authorizationHeader)
        let refusal = OAuthError(.invalidClient, "the client could not be authenticated")
        guard let id = try? ClientID(presented.id) else { throw refusal }
        guard let client = try await stored({ try await store.client(tenant, id) }), client.disabledAt == nil else { throw refusal }
        switch (client.secretHash, presented.secret) {
        case (nil, nil): return AuthenticatedClient(checked: client, isConfidential: false)
        case (let hash?, let secret?) where constantTimeEqual(hash, sha256(secret)):
            return AuthenticatedClient(checked: client, isConfidential: true)
        default: throw refusal
        }
    }
}
