package import HTTPTypes

/// One HTTP request for an MCP server behind the gateway.
package struct GatewayRequest: Sendable {
    package var method: HTTPRequest.Method
    /// What follows the `?` of the address, percent-encoded; nil when there is no `?`.
    package var query: String?
    package var headers: HTTPFields
    package var body: [UInt8]
    /// The server's name, from the path.
    package var server: String
    package var requestID: String
    /// Where the connection came from, for the log.
    package var remote: String
    /// Calls what it is given once the caller has gone away; nil where that is not noticed.
    package var onHangUp: (@Sendable (_ action: @escaping @Sendable () -> Void) -> Void)?

    package init(
        method: HTTPRequest.Method, query: String? = nil, headers: HTTPFields, body: [UInt8], server: String, requestID: String,
        remote: String = "", onHangUp: (@Sendable (_ action: @escaping @Sendable () -> Void) -> Void)? = nil
    ) {
        self.method = method
        self.query = query
        self.headers = headers
        self.body = body
        self.server = server
        self.requestID = requestID
        self.remote = remote
        self.onHangUp = onHangUp
    }

    /// Does work that nobody waits for any more when the caller has gone away; it is cancelled then.
    func endingWithCaller<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        guard let onHangUp else { return try await work() }
        let task = Task { try await work() }
        onHangUp { task.cancel() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
