import API
import Client
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import Server

/// Client, gateway and MCP server over real connections: who has gone away is not worked for.
@Suite struct HangUpTests {
    /// What the server behind the gateway saw of one call.
    private enum Sight: Sendable, Equatable {
        case began, droppedByGateway, finished, nothing
    }

    /// How the server behind the gateway answers: progress first, or nothing until the answer is there.
    enum Answering: Sendable, CaseIterable {
        case events, oneMessage
    }

    /// An MCP server whose tool takes a minute.
    private static func upstream(_ answering: Answering, _ seen: AsyncStream<Sight>.Continuation) throws -> some ApplicationProtocol {
        let router = Router(context: Exchange.self)
        router.post("mcp") { request, exchange in
            let message = try JSONValue(parsing: try await request.bytes(upTo: 100_000, exchange))
            let id = message["id"] ?? .null
            guard message["method"]?.string == "tools/call" else {
                let result: JSONValue = [
                    "resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": ["tools": [:]], "ttlMs": 0,
                    "cacheScope": "private", "serverInfo": ["name": "slow", "version": "1"],
                ]
                return try Answer.json(JSONValue.object(["jsonrpc": "2.0", "id": id, "result": result]))
            }
            guard answering == .events else {
                let work = Task {
                    try await Task.sleep(for: .seconds(60))
                    seen.yield(.finished)
                }
                exchange.onHangUp {
                    seen.yield(.droppedByGateway)
                    work.cancel()
                }
                seen.yield(.began)
                try await work.value
                return try Answer.json(JSONValue.object(["jsonrpc": "2.0", "id": id, "result": ["content": []]]))
            }
            let progress = #"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"begun"}}"#
            let body = StreamedAnswer.body(exchange) { write in
                try await write(Array("data: \(progress)\n\n".utf8))
                seen.yield(.began)
                do {
                    try await Task.sleep(for: .seconds(60))
                    seen.yield(.finished)
                } catch {
                    seen.yield(.droppedByGateway)
                    throw error
                }
            }
            return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
        }
        return ServerListener(address: try ListenAddress(parsing: "127.0.0.1:0"))
            .application(router.buildResponder(), logger: Logger(label: "test"))
    }

    /// The next sight, or `nothing` after a minute: a test that fails must not hang.
    private static func next(_ sights: AsyncStream<Sight>) async -> Sight {
        await withTaskGroup(of: Sight.self) { group in
            group.addTask {
                var iterator = sights.makeAsyncIterator()
                return await iterator.next() ?? .nothing
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(60))
                return .nothing
            }
            defer { group.cancelAll() }
            return await group.next() ?? .nothing
        }
    }

    private static let call = """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait","arguments":{},"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
        """

    private static func headers(_ token: String) -> HTTPFields {
        var headers: HTTPFields = [
            .authorization: "Bearer \(token)", .contentType: "application/json", .accept: "application/json, text/event-stream",
        ]
        for (name, value) in [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "wait")] {
            headers.set(HTTPField.Name(name), value)
        }
        return headers
    }

    /// The token of an agent that may call the tool, and the gateway in front of the server at the port.
    private static func prepare(_ service: TestService, _ transport: HTTPTransport, port: Int) async throws -> (String, GatewaySite) {
        try await service.createTenant()
        let server = #"{"name":"slow","upstream":{"type":"http","url":"http://127.0.0.1:\#(port)/mcp"},"tools":[{"name":"wait"}]}"#
        try #require(try await service.post("/api/v1/tenants/acme/servers", server).status == 201)
        let secret = try await service.createClient("{\"id\":\"gateway\",\"kind\":\"resource_server\"}")
        let agent = try await service.createClient("{\"id\":\"reporter\",\"kind\":\"agent\"}")
        try await service.grant("tool:slow/wait#caller@agent:reporter")
        let token = try await service.token(
            client: "reporter", secret: agent, scope: "tools:call", resource: "https://mcp.example.com/t/acme/slow")
        let credentials = ClientCredentials(
            tenant: "acme", clientID: "gateway", clientSecret: SecretText(secret), scopes: ["access:evaluate", "servers:read"])
        let client = ServiceClient(
            address: try #require(ServiceAddress(TestService.baseURL)), credential: .clientCredentials(credentials),
            transport: TestTransport(service: service.client))
        let settings = GatewaySettings(tenant: "acme", issuer: TestService.baseURL + "/t/acme", publicURL: TestService.gatewayURL)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let gateway = ToolGateway(
            settings: settings, service: RemoteAuthorizationService(client: client, tenant: "acme"),
            upstreams: UpstreamPool(transport: transport, settings: settings, logger: logger), logger: logger)
        let log = TestService.quietLog
        return (token, GatewaySite(gateway, tenant: "acme", isHTTPS: true, callers: [], log: log))
    }

    @Test(arguments: Answering.allCases)
    func `a client that goes away takes its call at the server with it`(answering: Answering) async throws {
        let (sights, seen) = AsyncStream<Sight>.makeStream()
        let transport = HTTPTransport()
        try await TestService.run { service in
            try await Self.upstream(answering, seen).test(.live) { upstream in
                let (token, site) = try await Self.prepare(service, transport, port: try #require(upstream.port))
                let life = Task { await site.gateway.run() }
                defer { life.cancel() }
                let listener = ServerListener(address: try ListenAddress(parsing: "127.0.0.1:0"))
                try await listener.application(site.entrance, logger: Logger(label: "test")).test(.live) { gateway in
                    let port = try #require(gateway.port)
                    try await TestClient.withClient(host: "127.0.0.1", port: port) { connection in
                        try await connection.executeAndDontWaitForResponse(
                            TestClient.Request(
                                "/t/acme/slow", method: .post, headers: Self.headers(token), body: ByteBuffer(string: Self.call)))
                        #expect(await Self.next(sights) == .began)
                        try await connection.close()
                    }
                    #expect(await Self.next(sights) == .droppedByGateway)
                }
            }
        }
        try await transport.shutdown()
    }
}
