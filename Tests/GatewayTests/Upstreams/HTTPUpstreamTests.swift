import API
import Client
import HTTPTypes
import MCP
import Synchronization
import Testing

@testable import Gateway

@Suite struct HTTPUpstreamTests {
    /// What a server answers: status, type, session, body in chunks.
    struct Script: Sendable {
        var status = 200
        var type = "application/json"
        var session: String?
        var chunks: [String]
    }

    final class ScriptedTransport: Transport {
        private let seen = Mutex<[TransportRequest]>([])
        private let answer: @Sendable (_ request: JSONText, HTTPFields) throws -> Script

        init(answer: @escaping @Sendable (_ request: JSONText, HTTPFields) throws -> Script) {
            self.answer = answer
        }

        var requests: [TransportRequest] { seen.withLock { $0 } }
        var methods: [String?] { requests.map { try? json(String(decoding: $0.body ?? [], as: UTF8.self))["method"]?.string } }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            seen.withLock { $0.append(request) }
            let script = try answer(try json(String(decoding: request.body ?? [], as: UTF8.self)), request.headers)
            var headers: HTTPFields = [.contentType: script.type]
            if let name = HTTPField.Name("Mcp-Session-Id") { headers[name] = script.session }
            return TransportResponse(
                status: script.status, headers: headers, body: TransportBody(chunks: script.chunks.map { Array($0.utf8) }))
        }
    }

    private static func result(_ request: JSONText, _ result: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(request["id"]?.description ?? "null"),"result":\#(result)}"#
    }

    private static let discovery = #"{"supportedVersions":["2026-07-28"],"capabilities":{}}"#

    private func upstream(_ transport: ScriptedTransport, credential: String? = "gateway-secret") -> HTTPUpstream {
        HTTPUpstream(
            endpoint: HTTPEndpoint(
                url: "http://u/mcp", credential: credential.map(SecretText.init), transport: transport, timeout: .seconds(1),
                callLimit: .seconds(5)))
    }

    private func call(principal: String = "user:anne") throws -> UpstreamRequest {
        var request = UpstreamRequest(method: "tools/call", principal: principal, requestID: "req-1")
        request.name = "é"
        request.parameters = [("name", "é"), ("arguments", .object([]))]
        request.meta = [
            try #require(
                try json(#"{"progressToken":"p","io.modelcontextprotocol/protocolVersion":"1999-01-01","traceparent":"00"}"#).members)
        ].flatMap { $0 }
        return request
    }

    @Test func `a stateless server is found once and gets requests that stand for themselves`() async throws {
        let transport = ScriptedTransport { request, _ in
            Script(chunks: [Self.result(request, request["method"]?.string == "server/discover" ? Self.discovery : #"{"content":[]}"#)])
        }
        let upstream = upstream(transport)
        for _ in 0..<2 {
            guard case .result(let result) = try await upstream.send(try call()).last() else {
                Issue.record("no result")
                return
            }
            #expect(result.description == #"{"content":[]}"#)
        }
        #expect(transport.methods == ["server/discover", "tools/call", "tools/call"])
        let sent = try #require(transport.requests.last)
        #expect(sent.headers[.authorization] == "Bearer gateway-secret")
        #expect(sent.headers[HTTPField.Name("Mcp-Name") ?? .from] == "=?base64?w6k=?=")
        #expect(sent.headers[HTTPField.Name("Mcp-Method") ?? .from] == "tools/call")
        let body = try json(String(decoding: sent.body ?? [], as: UTF8.self))
        let meta = try #require(body["params"]?["_meta"])
        #expect(meta["io.modelcontextprotocol/protocolVersion"]?.string == "2026-07-28")
        #expect(meta["progressToken"]?.string == "p")
        #expect(meta["traceparent"]?.string == "00")
        #expect(meta["io.modelcontextprotocol/clientCapabilities"]?.members?.isEmpty == true)
        // Our own checks accept it.
        let headers = HeaderFields(sent.headers)
        #expect(throws: Never.self) { try InboundMessage(body: sent.body ?? [], headers: headers) }
    }

    @Test func `an older server gets a session for each principal`() async throws {
        let transport = ScriptedTransport { request, headers in
            switch request["method"]?.string {
            case "server/discover": return Script(status: 400, chunks: ["nonsense"])
            case "initialize":
                return Script(
                    session: "s-\(request["id"]?.description ?? "")", chunks: [Self.result(request, #"{"protocolVersion":"2025-06-18"}"#)])
            case "notifications/initialized": return Script(status: 202, chunks: [])
            default: return Script(chunks: [Self.result(request, #"{"content":[]}"#)])
            }
        }
        let upstream = upstream(transport)
        for principal in ["user:anne", "user:bob", "user:anne"] { _ = try await upstream.send(try call(principal: principal)).last() }
        #expect(
            transport.methods == [
                "server/discover", "initialize", "notifications/initialized", "tools/call", "initialize", "notifications/initialized",
                "tools/call", "tools/call",
            ])
        let session = HTTPField.Name("Mcp-Session-Id") ?? .from
        let sessions = transport.requests.filter { $0.headers[session] != nil }.map { $0.headers[session] }
        #expect(sessions[1] == sessions[4])
        #expect(sessions[1] != sessions[3])
        #expect(transport.requests.last?.headers[HTTPField.Name("MCP-Protocol-Version") ?? .from] == "2025-06-18")
        let body = try json(String(decoding: transport.requests.last?.body ?? [], as: UTF8.self))
        #expect(body["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"] == nil)
        #expect(body["params"]?["_meta"]?["progressToken"]?.string == "p")
    }

    @Test func `a lost session is made anew once`() async throws {
        let isLost = Mutex(true)
        let transport = ScriptedTransport { request, _ in
            switch request["method"]?.string {
            case "server/discover": return Script(status: 404, chunks: [])
            case "initialize": return Script(session: "s", chunks: [Self.result(request, #"{"protocolVersion":"2025-11-25"}"#)])
            case "notifications/initialized": return Script(status: 202, chunks: [])
            default:
                let lost = isLost.withLock { state in
                    defer { state = false }
                    return state
                }
                return lost ? Script(status: 404, chunks: []) : Script(chunks: [Self.result(request, "{}")])
            }
        }
        _ = try await upstream(transport).send(try call()).last()
        #expect(transport.methods.filter { $0 == "tools/call" }.count == 2)
        #expect(transport.methods.filter { $0 == "initialize" }.count == 2)
    }

    @Test func `a call that may have been carried out is not sent again`() async throws {
        let transport = ScriptedTransport { request, _ in
            if request["method"]?.string == "server/discover" { return Script(chunks: [Self.result(request, Self.discovery)]) }
            throw TransportError.connectionLost
        }
        await #expect(throws: UpstreamFailure.ended) { try await upstream(transport).send(try call()) }
        #expect(transport.methods == ["server/discover", "tools/call"])
    }

    @Test func `an event stream is handed on as it comes and requests in it reach nobody`() async throws {
        let transport = ScriptedTransport { request, _ in
            if request["method"]?.string == "server/discover" { return Script(chunks: [Self.result(request, Self.discovery)]) }
            return Script(
                type: "text/event-stream; charset=utf-8",
                chunks: [
                    ": hi\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":1}}\n", "\n",
                    "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\",\"params\":{}}\n\n",
                    "data: {\"jsonrpc\":\"2.0\",\"id\":9999,\"result\":{\"stolen\":true}}\n\n",
                    "data: \(Self.result(request, #"{"content":[]}"#))\n\n", "data: nonsense after the end\n\n",
                ])
        }
        var seen: [String] = []
        guard case .stream(let run) = try await upstream(transport).send(try call()) else {
            Issue.record("not a stream")
            return
        }
        try await run { message in
            switch message {
            case .notification(let text): seen.append(text["method"]?.string ?? "")
            case .result(let result): seen.append(result.description)
            case .failure: seen.append("failure")
            }
        }
        #expect(seen == ["notifications/progress", #"{"content":[]}"#])
    }

    @Test func `a stream without an answer, an answer to another request and a page are failures`() async throws {
        for script in [
            Script(type: "text/event-stream", chunks: ["data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n"]),
            Script(chunks: [#"{"jsonrpc":"2.0","id":999,"result":{}}"#]), Script(type: "text/html", chunks: ["<html>"]),
            Script(status: 302, chunks: []), Script(status: 500, chunks: ["{}"]),
            Script(type: "text/event-stream", chunks: ["data: {]\n\n"]),
        ] {
            let transport = ScriptedTransport { request, _ in
                request["method"]?.string == "server/discover" ? Script(chunks: [Self.result(request, Self.discovery)]) : script
            }
            await #expect(throws: UpstreamFailure.self) { try await upstream(transport).send(try call()).last() }
        }
    }
}
