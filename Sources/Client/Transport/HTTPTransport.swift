import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Whatever can carry a request to its response.
public protocol Transport: Sendable {
    /// Sends the request and returns when the response's head is there. Throws `TransportError` or `CancellationError`.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

/// HTTP over pooled connections: no redirects, no proxies, no decompression, no retries of its own.
///
/// A redirect is an answer like any other, because following one would carry a credential to wherever it points.
public final class HTTPTransport: Transport {
    public struct Limits: Sendable {
        public var connectTimeout: Duration
        /// The longest silence inside a response's body; nil waits for as long as the reader does.
        public var idleTimeout: Duration?
        public var connectionsPerHost: Int

        public init(connectTimeout: Duration = .seconds(3), idleTimeout: Duration? = nil, connectionsPerHost: Int = 512) {
            self.connectTimeout = connectTimeout
            self.idleTimeout = idleTimeout
            self.connectionsPerHost = connectionsPerHost
        }
    }

    private let client: HTTPClient

    /// A transport with a pool of its own; call `shutdown()` when done with it.
    public init(limits: Limits = Limits()) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.proxy = nil
        configuration.timeout = HTTPClient.Configuration.Timeout(
            connect: TimeAmount(limits.connectTimeout), read: limits.idleTimeout.map { TimeAmount($0) })
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connectionsPerHost
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes the pool; exchanges that are under way fail.
    public func shutdown() async throws {
        try await client.shutdown()
    }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        let prepared = try Self.prepare(request)
        do {
            let response = try await client.execute(prepared, timeout: TimeAmount(request.timeout))
            return TransportResponse(
                status: Int(response.status.code), headers: Self.fields(response.headers), body: TransportBody(response.body))
        } catch {
            throw TransportError.whileConnecting(error)
        }
    }

    private static func prepare(_ request: TransportRequest) throws -> HTTPClientRequest {
        guard request.url.hasPrefix("http://") || request.url.hasPrefix("https://") else {
            throw TransportError.invalidRequest("`\(request.url)` is neither an http nor an https URL")
        }
        var prepared = HTTPClientRequest(url: request.url)
        prepared.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers {
            prepared.headers.add(name: field.name.rawName, value: field.value)
        }
        prepared.body = request.body.map { .bytes(ByteBuffer(bytes: $0)) }
        return prepared
    }

    /// A header that is not a valid field is dropped: nothing downstream could say it again.
    private static func fields(_ headers: HTTPHeaders) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        return fields
    }
}
