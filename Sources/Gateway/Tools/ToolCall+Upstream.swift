import MCP

extension ToolCall {
    /// The call as the upstream sees it: the same tool, arguments and answers to its questions, byte for byte; nothing of the caller.
    func upstreamRequest(_ message: ModelContextRequest, _ request: GatewayRequest, _ caller: Caller) -> UpstreamRequest {
        var upstream = UpstreamRequest(method: MethodName.callTool, principal: caller.principal, requestID: request.requestID)
        upstream.name = name
        upstream.parameters =
            [("name", .string(name)), ("arguments", arguments.map { .text($0) } ?? .object([]))]
            + otherParameters.map { (name: $0.name, value: .text($0.value)) }
        upstream.meta = message.meta?.members ?? []
        upstream.clientCapabilities = Self.relayed(message.clientCapabilities)
        upstream.parameterHeaders = HeaderFields(request.headers).fields(withPrefix: HeaderName.parameterPrefix)
        upstream.isCancelledByDisconnect = message.revision.isStateless
        return upstream
    }

    /// What a client can be asked for in the result of its own call. Extensions change the protocol, and the gateway does not serve them.
    private static func relayed(_ capabilities: JSONText?) -> JSONFragment {
        let members = (capabilities?.members ?? []).filter { ["elicitation", "sampling", "roots"].contains($0.name) }
        return .object(members.map { (name: $0.name, value: .text($0.value)) })
    }
}
