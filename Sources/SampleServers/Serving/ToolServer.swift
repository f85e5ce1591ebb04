import MCP

/// An MCP server of both eras, for a set of tools. Keeps no session: nothing here depends on an earlier request.
struct ToolServer: ModelContextHandler {
    private let description: ServerDescription
    private let tools: any ToolSet
    private let log: CallLog

    init(name: String, tools: any ToolSet, log: CallLog) {
        description = ServerDescription(name: name, version: "0.1.0")
        self.tools = tools
        self.log = log
    }

    func respond(to body: [UInt8], headers: [(name: String, value: String)]) async -> ModelContextResponse {
        do throws(ProtocolRefusal) {
            switch try InboundMessage(body: body, headers: HeaderFields(headers)) {
            case .notification: return ModelContextResponse(status: 202)
            case .request(let request): return Self.json(Answer.result(try await result(of: request), to: request.id), status: 200)
            }
        } catch {
            return Self.json(error.response, status: error.status)
        }
    }

    /// The answer to one line; a notification has none.
    func respond(toLine line: [UInt8], session: inout ProtocolRevision?) async -> [UInt8]? {
        do throws(ProtocolRefusal) {
            guard case .request(let request) = try InboundMessage(line: line, session: session) else { return nil }
            if request.method == MethodName.initialize, let version = request.parameters?["protocolVersion"]?.string {
                session = ServerDescription.negotiated(version)
            }
            return Answer.result(try await result(of: request), to: request.id)
        } catch {
            return error.response
        }
    }

    private func result(of request: ModelContextRequest) async throws(ProtocolRefusal) -> JSONFragment {
        switch (request.method, request.revision.isStateless) {
        case (MethodName.listTools, _): description.toolsResult(tools.definitions.map(\.json), revision: request.revision)
        case (MethodName.callTool, _): try await call(request)
        case (MethodName.discover, true): description.discoverResult()
        case (MethodName.initialize, false): try description.initializeResult(for: request)
        case (MethodName.ping, false): .object([])
        default: throw .methodNotFound(request)
        }
    }

    private func call(_ request: ModelContextRequest) async throws(ProtocolRefusal) -> JSONFragment {
        let call = try ToolCall(request)
        guard tools.definitions.contains(where: { $0.name == call.name }) else { throw call.unknown(to: request) }
        log.write(call)
        switch await tools.call(call.name, ToolArguments(json: call.arguments)) {
        case .succeeded(let text, let structured):
            return description.textResult(text, failed: false, structured: structured, revision: request.revision)
        case .failed(let text): return description.textResult(text, failed: true, revision: request.revision)
        case .unknownTool: throw call.unknown(to: request)
        }
    }

    private static func json(_ bytes: [UInt8], status: Int) -> ModelContextResponse {
        ModelContextResponse(status: status, headers: [(name: "Content-Type", value: "application/json")], body: bytes)
    }
}
