import MCP
import Testing

@Suite struct EraTests {
    private func read(_ body: String, _ headers: [(name: String, value: String)]) throws(ProtocolRefusal) -> ModelContextRequest? {
        guard case .request(let request) = try InboundMessage(body: Array(body.utf8), headers: HeaderFields(headers)) else { return nil }
        return request
    }

    private static let initialize = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#
    private static let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#

    @Test(arguments: ["2025-11-25", "2025-06-18"])
    func `a version of the handshake era in the header decides`(version: String) throws {
        #expect(try read(Self.list, [(name: "MCP-Protocol-Version", value: version)])?.revision.rawValue == version)
    }

    @Test func `initialize needs no header, every other request does`() throws {
        #expect(try read(Self.initialize, [])?.method == "initialize")
        #expect { try read(Self.list, []) } throws: { ($0 as? ProtocolRefusal)?.code == .headerMismatch }
    }

    @Test(arguments: ["2024-11-05", "2025-03-26", "", "x", "2025-11-2５"])
    func `an unknown version in the header is refused`(version: String) {
        #expect { try read(Self.list, [(name: "MCP-Protocol-Version", value: version)]) } throws: {
            ($0 as? ProtocolRefusal)?.code == .unsupportedProtocolVersion
        }
    }

    @Test func `initialize with a stateless version in its header has to be a stateless request`() {
        #expect { try read(Self.initialize, [(name: "MCP-Protocol-Version", value: "2026-07-28")]) } throws: {
            ($0 as? ProtocolRefusal)?.code == .invalidParameters
        }
    }

    @Test func `a notification is one in any era`() throws {
        let body = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
        guard case .notification(let method, _) = try InboundMessage(body: Array(body.utf8), headers: HeaderFields([])) else {
            Issue.record("not a notification")
            return
        }
        #expect(method == "notifications/initialized")
    }

    @Test(arguments: [
        ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"), ("2024-11-05", "2025-11-25"), ("2026-07-28", "2025-11-25"),
    ])
    func `initialize agrees on a version with a handshake`(requested: String, agreed: String) throws {
        let request = try #require(try read(Self.initialize.replacing("2025-11-25", with: requested), []))
        let result = try JSONText(parsing: ServerDescription(name: "s", version: "1").initializeResult(for: request).bytes)
        #expect(result["protocolVersion"]?.string == agreed)
        #expect(result["capabilities"]?.members?.map(\.name) == ["tools"])
    }

    @Test func `a method that is not served is 404 only without a handshake`() throws {
        let headers = [(name: "MCP-Protocol-Version", value: "2025-11-25")]
        let request = try #require(try read(Self.list.replacing("tools/list", with: "prompts/list"), headers))
        #expect(ProtocolRefusal.methodNotFound(request).status == 200)
        let meta = #"{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}"#
        let body = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":\#(meta)}"#
        let stateless = [(name: "MCP-Protocol-Version", value: "2026-07-28"), (name: "Mcp-Method", value: "initialize")]
        let modern = try #require(try read(body, stateless))
        #expect(ProtocolRefusal.methodNotFound(modern).status == 404)
        #expect(ProtocolRefusal.methodNotFound(modern).code == .methodNotFound)
    }

    @Test func `lists are private and typed for stateless clients only`() throws {
        let description = ServerDescription(name: "s", version: "1")
        let modern = try JSONText(parsing: description.toolsResult([], revision: .july2026).bytes)
        #expect(modern["resultType"]?.string == "complete")
        #expect(modern["cacheScope"]?.string == "private")
        #expect(modern["ttlMs"]?.integer == 0)
        let older = try JSONText(parsing: description.toolsResult([], revision: .june2025).bytes)
        #expect(older.members?.map(\.name) == ["tools"])
        let discovered = try JSONText(parsing: description.discoverResult().bytes)
        #expect(discovered["supportedVersions"]?.elements?.first?.string == "2026-07-28")
        #expect(discovered["cacheScope"]?.string == "private")
    }
}
