package import HTTPTypes
import MCP

/// The answer to one request.
package struct GatewayResponse: Sendable {
    /// Writes bytes to the client and returns when there is room for more; throws when the client is gone.
    package typealias Write = ([UInt8]) async throws -> Void

    package enum Body: Sendable {
        case bytes([UInt8])
        /// Called once, after the head was sent; each write has to be sent on at once. Cancelling the task it runs in cancels the call.
        case stream(@Sendable (_ write: Write) async throws -> Void)
    }

    package var status: Int
    package var headers: HTTPFields
    package var body: Body

    package init(status: Int, headers: HTTPFields = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension GatewayResponse {
    static func json(_ bytes: [UInt8], status: Int = 200, headers: HTTPFields = [:]) -> GatewayResponse {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return GatewayResponse(status: status, headers: headers, body: .bytes(bytes))
    }

    static func refusal(_ refusal: ProtocolRefusal) -> GatewayResponse {
        json(refusal.response, status: refusal.status)
    }

    /// A stream of JSON-RPC messages; `X-Accel-Buffering` asks proxies not to hold it back.
    static func events(_ stream: @escaping @Sendable (_ write: Write) async throws -> Void) -> GatewayResponse {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return GatewayResponse(status: 200, headers: headers, body: .stream(stream))
    }
}
