public import API
public import Foundation
import HTTPTypes

/// A client of one Cardea service. Cheap to copy; copies share connections and tokens.
///
/// Every method throws `ClientError`, or `CancellationError` when its task was cancelled.
public struct ServiceClient: Sendable {
    public struct Limits: Sendable {
        /// From the first attempt to the last byte of the answer.
        public var timeout: Duration
        public var maximumResponseSize: Int

        public init(timeout: Duration = .seconds(10), maximumResponseSize: Int = 8 << 20) {
            self.timeout = timeout
            self.maximumResponseSize = maximumResponseSize
        }
    }

    private enum Authorization: Sendable {
        case none
        case bearer(SecretText)
        case renewed(TokenSource)
    }

    public let address: ServiceAddress
    /// Sent with every request, so that the logs of caller and service can be laid side by side.
    public private(set) var requestID: String?
    private let sender: RequestSender
    private let authorization: Authorization

    public init(
        address: ServiceAddress, credential: Credential, transport: any Transport, limits: Limits = Limits(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.address = address
        sender = RequestSender(transport: transport, timeout: limits.timeout, maximumResponseSize: limits.maximumResponseSize)
        switch credential {
        case .none:
            authorization = .none
        case .administratorKey(let key), .accessToken(let key):
            authorization = .bearer(key)
        case .clientCredentials(let credentials):
            authorization = .renewed(TokenSource(credentials: credentials, address: address, sender: sender, now: now))
        }
    }

    /// The same client, its requests carrying the id. An id that the service would not take over is not sent.
    public func with(requestID: String?) -> ServiceClient {
        var copy = self
        copy.requestID = requestID.flatMap { RequestID.isAcceptable($0) ? $0 : nil }
        return copy
    }

    /// Gets a token now, so that wrong credentials show at start and not at the first question.
    public func authenticate() async throws {
        _ = try await bearer()
    }

    /// A client-credentials token for these credentials, as the token endpoint answers it.
    public func token(for credentials: ClientCredentials) async throws -> TokenBody {
        var form = [(name: "grant_type", value: "client_credentials")]
        if !credentials.scopes.isEmpty { form.append(("scope", credentials.scopes.joined(separator: " "))) }
        if let resource = credentials.resource { form.append(("resource", resource)) }
        var request = request(.post, Path.token.filled(credentials.tenant))
        request.headers[.authorization] = basicAuthorization(clientID: credentials.clientID, clientSecret: credentials.clientSecret)
        request.headers[.contentType] = "application/x-www-form-urlencoded"
        request.body = Array(formEncoded(form).utf8)
        return try await sender.send(request, idempotent: true).decoded(TokenBody.self)
    }

    /// The tenant's published keys as they are (RFC 7517 §5); needs no credential.
    public func jwks(of tenant: String) async throws -> [UInt8] {
        let answer = try await sender.send(request(.get, Path.jwks.filled(tenant)), idempotent: true)
        guard answer.status == 200 else { throw answer.refusal }
        return answer.body
    }
}

// MARK: Sending

extension ServiceClient {
    func get<Answer: Decodable>(
        _ path: String, query: [(name: String, value: String)] = [], as type: Answer.Type = Answer.self
    ) async throws -> Answer {
        let request = request(.get, Self.path(path, query))
        return try await authorized(request, idempotent: true).decoded(type)
    }

    func send<Answer: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, _ body: some Encodable & Sendable,
        query: [(name: String, value: String)] = [], idempotent: Bool, as type: Answer.Type = Answer.self
    ) async throws -> Answer {
        var request = request(method, Self.path(path, query))
        request.headers[.contentType] = "application/json"
        request.body = try Wire.encode(body)
        return try await authorized(request, idempotent: idempotent).decoded(type)
    }

    /// Sends a body that is bytes already.
    func send<Answer: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8], type: String, idempotent: Bool
    ) async throws -> Answer {
        var request = request(method, path)
        request.headers[.contentType] = type
        request.body = bytes
        return try await authorized(request, idempotent: idempotent).decoded(Answer.self)
    }

    /// Opens an answer that comes line by line; only its head has to be there in time.
    func lines(of path: String, query: [(name: String, value: String)] = []) async throws -> LineStream {
        var request = request(.get, Self.path(path, query))
        request.headers[.accept] = "\(LinesOfJSON.mediaType), application/problem+json"
        do {
            let response = try await sender.transport.send(request.with(bearer: try await bearer()))
            guard (200..<300).contains(response.status) else {
                let body = try await response.collect(upTo: sender.maximumResponseSize)
                throw RequestSender.Answer(status: response.status, headers: response.headers, body: body).refusal
            }
            let revision = HTTPField.Name(LinesOfJSON.revisionHeader).flatMap { response.headers[$0] }.flatMap { UInt64($0) }
            return LineStream(body: response.body, revision: revision)
        } catch let error as TransportError {
            throw ClientError(error)
        }
    }

    private static func path(_ path: String, _ query: [(name: String, value: String)]) -> String {
        query.isEmpty ? path : "\(path)?\(formEncoded(query))"
    }

    private func request(_ method: HTTPRequest.Method, _ path: String) -> TransportRequest {
        var headers: HTTPFields = [.accept: "application/json, application/problem+json"]
        if let requestID, let name = HTTPField.Name(RequestID.header) { headers[name] = requestID }
        return TransportRequest(method: method, url: address.baseURL + path, headers: headers, timeout: sender.timeout)
    }

    /// A renewed token that the service does not accept any more is replaced once; a fixed credential is not tried again.
    private func authorized(_ request: TransportRequest, idempotent: Bool) async throws -> RequestSender.Answer {
        let token = try await bearer()
        let answer = try await sender.send(request.with(bearer: token), idempotent: idempotent)
        guard answer.status == 401, let token, case .renewed(let source) = authorization else { return answer }
        source.forget(token)
        return try await sender.send(request.with(bearer: try await source.token()), idempotent: idempotent)
    }

    private func bearer() async throws -> SecretText? {
        switch authorization {
        case .none: nil
        case .bearer(let token): token
        case .renewed(let source): try await source.token()
        }
    }
}

extension TransportRequest {
    fileprivate func with(bearer token: SecretText?) -> TransportRequest {
        guard let token else { return self }
        var request = self
        request.headers[.authorization] = "Bearer \(token.exposed)"
        return request
    }
}
