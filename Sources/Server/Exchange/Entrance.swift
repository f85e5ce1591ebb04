import API
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What every request passes on its way to an endpoint, and every answer on its way out. In this order:
/// request id, `OPTIONS` from other origins, endpoint, error to answer, 404 and 405, headers, log and count.
struct Entrance: HTTPResponder {
    typealias Context = Exchange

    let router: RouterResponder<Exchange>
    let table: RouteTable
    let metrics: Metrics
    let log: RequestLog
    let requestIDs: RequestIDSource
    /// True when the public address is https: browsers are then told to stay there.
    let isHTTPS: Bool
    let crossOrigin: CrossOrigin
    let clock: @Sendable () -> Date

    init(
        _ site: Site, metrics: Metrics, log: RequestLog, isHTTPS: Bool, callers: Set<String> = [], clock: @escaping @Sendable () -> Date
    ) {
        crossOrigin = CrossOrigin(callers: callers)
        router = site.responder()
        table = site.table
        self.metrics = metrics
        self.log = log
        requestIDs = RequestIDSource()
        self.isHTTPS = isHTTPS
        self.clock = clock
    }

    func respond(to request: Request, context: Exchange) async throws -> Response {
        var exchange = context
        exchange.requestID = requestIDs.id(for: request)
        var cause: String?
        var response: Response
        do {
            response = try await endpoint(request, exchange)
        } catch {
            let answer = try ErrorAnswer(for: error, path: request.uri.path, requestID: exchange.requestID, at: clock())
            (response, cause) = (answer.response, answer.cause)
        }
        complete(&response, for: request, exchange)
        // The router does so only for what it finds (RFC 9110 section 9.3.2).
        if request.method == .head { response = response.createHeadResponse() }
        return recorded(response, request, exchange, cause)
    }

    private func endpoint(_ request: Request, _ exchange: Exchange) async throws -> Response {
        if let name = HTTPField.Name(ExchangeCounter.badHost), request.headers[name] != nil {
            throw Refusal(.invalidRequest, "send exactly one header `Host` with a host and a port (RFC 9112 section 3.2)")
        }
        if request.method == .options, let answer = crossOrigin.preflight(request, table) { return answer }
        let response = try await router.respond(to: request, context: exchange)
        // The router answers what it does not know with a bare 404; an endpoint throws its own.
        guard exchange.endpointPath == nil || exchange.endpointPath == "NotFound" else { return response }
        guard let path = table.path(matching: request.uri.path) else {
            throw Refusal(.notFound, "there is nothing at this path")
        }
        let allowed = table.allowed(at: path)
        throw Refusal(.methodNotAllowed, "this path answers \(allowed)", headers: [.allow: allowed])
    }

    private func complete(_ response: inout Response, for request: Request, _ exchange: Exchange) {
        response.headers.set(HeaderNames.requestID, exchange.requestID)
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isHTTPS { response.headers[.strictTransportSecurity] = "max-age=63072000" }
        crossOrigin.open(&response, to: request, at: exchange.path ?? table.path(matching: request.uri.path))
    }

    /// Counts and logs when the answer is complete: for a stream that is when its last byte is written.
    private func recorded(_ response: Response, _ request: Request, _ exchange: Exchange, _ cause: String?) -> Response {
        let status = response.status.code
        let route = exchange.path?.rawValue ?? "unmatched"
        let record: @Sendable (String?) -> Void = { cause in
            let duration = ContinuousClock.now - exchange.receivedAt
            metrics.count(route: route, status: status, duration: duration)
            log.record(request, route: route, status: status, duration: duration, requestID: exchange.requestID, cause: cause)
        }
        guard response.body.contentLength == nil else {
            record(cause)
            return response
        }
        var streaming = response
        let body = response.body
        streaming.body = ResponseBody { writer in
            do {
                try await body.write(writer)
            } catch {
                record(Self.fault(error))
                throw error
            }
            record(cause)
        }
        return streaming
    }

    /// What went wrong here while an answer was being sent; nil where the caller has gone.
    private static func fault(_ error: any Error) -> String? {
        switch error {
        case is CancellationError, is ChannelError, is IOError, is NIOAsyncWriterError: nil
        default: Refusal(for: error).cause
        }
    }
}

/// Takes over a caller's request id or makes one: 128 random bits.
struct RequestIDSource: Sendable {
    func id(for request: Request) -> String {
        guard let name = HeaderNames.requestID, let sent = request.headers.single(name), RequestID.isAcceptable(sent) else { return make() }
        return sent
    }

    func make() -> String {
        RandomIDs.text()
    }
}
