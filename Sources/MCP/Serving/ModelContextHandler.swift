/// Whatever answers MCP messages that arrive over HTTP; the listener in front of it knows nothing of MCP.
package protocol ModelContextHandler: Sendable {
    /// Answers one POST. Never throws: what goes wrong is an answer too.
    func respond(to body: [UInt8], headers: [(name: String, value: String)]) async -> ModelContextResponse
}

/// The answer to one POST.
package struct ModelContextResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
