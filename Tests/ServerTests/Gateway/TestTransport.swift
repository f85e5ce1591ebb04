import API
import Client
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization

/// Carries requests to the service of a test without sockets, and answers for the MCP server behind the gateway itself.
final class TestTransport: Transport {
    private let service: any TestClientProtocol
    private let reached = Mutex<[String]>([])

    init(service: any TestClientProtocol) {
        self.service = service
    }

    /// The tools whose calls came as far as the server.
    var calledTools: [String] { reached.withLock { $0 } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        if request.url.hasPrefix(TestService.baseURL) {
            let response = try await service.execute(
                uri: String(request.url.dropFirst(TestService.baseURL.count)), method: request.method, headers: request.headers,
                body: request.body.map { ByteBuffer(bytes: $0) })
            return TransportResponse(
                status: response.status.code, headers: response.headers, body: TransportBody(chunks: [Array(buffer: response.body)]))
        }
        let message = try JSONValue(parsing: request.body ?? [])
        return TransportResponse(
            status: 200, headers: [.contentType: "application/json"], body: TransportBody(chunks: [try Wire.encode(answer(to: message))]))
    }

    private func answer(to message: JSONValue) -> JSONValue {
        let id = message["id"] ?? .null
        switch message["method"]?.string {
        case "server/discover":
            let result: JSONValue = [
                "resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": ["tools": [:]], "ttlMs": 0,
                "cacheScope": "private", "serverInfo": ["name": "test", "version": "1"],
            ]
            return ["jsonrpc": "2.0", "id": id, "result": result]
        case "tools/list":
            let schema: JSONValue = ["type": "object"]
            let tools = ["getInvoice", "refundInvoice"].map { JSONValue.object(["name": .string($0), "inputSchema": schema]) }
            return [
                "jsonrpc": "2.0", "id": id,
                "result": ["resultType": "complete", "ttlMs": 0, "cacheScope": "private", "tools": .array(tools)],
            ]
        case "tools/call":
            let name = message["params"]?["name"]?.string ?? ""
            reached.withLock { $0.append(name) }
            let content: JSONValue = [["type": "text", "text": .string("\(name) done")]]
            return ["jsonrpc": "2.0", "id": id, "result": ["resultType": "complete", "content": content]]
        default:
            return ["jsonrpc": "2.0", "id": id, "error": ["code": -32601, "message": "not known"]]
        }
    }
}
