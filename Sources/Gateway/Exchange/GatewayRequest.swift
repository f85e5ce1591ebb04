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

    package init(
        method: HTTPRequest.Method, query: String? = nil, headers: HTTPFields, body: [UInt8], server: String, requestID: String,
        remote: String = ""
    ) {
        self.method = method
        self.query = query
        self.headers = headers
        self.body = body
        self.server = server
        self.requestID = requestID
        self.remote = remote
    }
}
