import API
import Foundation
import HTTPTypes
import Synchronization

/// Keeps one access token for the client's own credentials and fetches the next one before the old one ends.
///
/// Callers that come while a token is being fetched wait for that one fetch.
final class TokenSource: Sendable {
    /// A token with less time left than this is not used any more.
    static let margin: TimeInterval = 20

    private struct Held {
        var token: SecretText
        var usableUntil: Date
    }

    private struct State {
        var held: Held?
        var fetch: Task<SecretText, any Error>?
    }

    private let credentials: ClientCredentials
    private let address: ServiceAddress
    private let sender: RequestSender
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    init(credentials: ClientCredentials, address: ServiceAddress, sender: RequestSender, now: @escaping @Sendable () -> Date) {
        self.credentials = credentials
        self.address = address
        self.sender = sender
        self.now = now
    }

    func token() async throws -> SecretText {
        let time = now()
        if let token = state.withLock({ $0.held.flatMap { $0.usableUntil > time ? $0.token : nil } }) { return token }
        return try await runningFetch().value
    }

    /// Forgets a token that the service refused, unless a newer one is already here.
    func forget(_ token: SecretText) {
        state.withLock { state in
            if state.held?.token == token { state.held = nil }
        }
    }

    private func runningFetch() -> Task<SecretText, any Error> {
        state.withLock { state in
            if let fetch = state.fetch { return fetch }
            let fetch = Task { try await self.fetch() }
            state.fetch = fetch
            return fetch
        }
    }

    private func fetch() async throws -> SecretText {
        let requestedAt = now()
        do {
            let body = try await sender.send(tokenRequest(), idempotent: true).decoded(TokenBody.self)
            let lifetime = TimeInterval(body.expiresIn)
            let usableUntil = requestedAt + max(lifetime - Self.margin, lifetime / 2)
            state.withLock { $0 = State(held: Held(token: body.accessToken, usableUntil: usableUntil), fetch: nil) }
            return body.accessToken
        } catch {
            state.withLock { $0.fetch = nil }
            throw error
        }
    }

    private func tokenRequest() -> TransportRequest {
        var form = [(name: "grant_type", value: "client_credentials")]
        if !credentials.scopes.isEmpty { form.append(("scope", credentials.scopes.joined(separator: " "))) }
        if let resource = credentials.resource { form.append(("resource", resource)) }
        let headers: HTTPFields = [
            .authorization: basicAuthorization(clientID: credentials.clientID, clientSecret: credentials.clientSecret),
            .contentType: "application/x-www-form-urlencoded",
            .accept: "application/json",
        ]
        return TransportRequest(
            method: .post, url: address.baseURL + Path.token.filled(credentials.tenant), headers: headers,
            body: Array(formEncoded(form).utf8), timeout: sender.timeout)
    }
}

/// HTTP Basic with id and secret form-encoded first (RFC 6749 §2.3.1).
func basicAuthorization(clientID: String, clientSecret: SecretText) -> String {
    let pair = "\(percentEncoded(segment: clientID)):\(percentEncoded(segment: clientSecret.exposed))"
    return "Basic " + Data(pair.utf8).base64EncodedString()
}
