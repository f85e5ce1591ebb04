import API
import Client
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import Server

/// The gateway's listener in front of the service's, both in this process: every call is decided by the real service.
@Suite struct GatewayFlowTests {
    private struct House: Sendable {
        let service: TestService
        let gateway: any TestClientProtocol
        let operations: any TestClientProtocol
        let transport: TestTransport
        let token: String

        func message(_ text: String, to path: String = "/t/acme/billing", as token: String?, headers: HTTPFields = [:]) async throws
            -> TestAnswer
        {
            var headers = headers
            headers[.contentType] = "application/json"
            headers[.accept] = "application/json, text/event-stream"
            if let token { headers[.authorization] = "Bearer \(token)" }
            return TestAnswer(try await gateway.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: text)))
        }

        func call(_ tool: String, requestID: String = "call-1") async throws -> TestAnswer {
            var headers = HTTPFields.requestID(requestID)
            for (name, value) in [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool)] {
                headers.set(HTTPField.Name(name), value)
            }
            return try await message(
                """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\(tool)","arguments":{},"_meta":{
                "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
                """, as: token, headers: headers)
        }
    }

    private func run(origins: Set<String> = [], _ body: @Sendable (House) async throws -> Void) async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.createServer()
            let secret = try await service.createClient("{\"id\":\"gateway\",\"kind\":\"resource_server\"}")
            let agent = try await service.createClient("{\"id\":\"reporter\",\"kind\":\"agent\"}")
            try await service.grant("tool:billing/getInvoice#caller@agent:reporter")
            let resource = "https://mcp.example.com/t/acme/billing"
            let token = try await service.token(client: "reporter", secret: agent, scope: "tools:call", resource: resource)
            let transport = TestTransport(service: service.client)
            let site = try Self.site(transport, secret: secret, origins: origins)
            let life = Task { await site.gateway.run() }
            defer { life.cancel() }
            try await Application(responder: site.entrance).test(.router) { gateway in
                try await Application(responder: site.operations).test(.router) { operations in
                    let house = House(service: service, gateway: gateway, operations: operations, transport: transport, token: token)
                    try await body(house)
                }
            }
        }
    }

    private static func site(_ transport: TestTransport, secret: String, origins: Set<String>) throws -> GatewaySite {
        let credentials = ClientCredentials(
            tenant: "acme", clientID: "gateway", clientSecret: SecretText(secret), scopes: ["access:evaluate", "servers:read"])
        let client = ServiceClient(
            address: try #require(ServiceAddress(TestService.baseURL)), credential: .clientCredentials(credentials), transport: transport)
        var settings = GatewaySettings(
            tenant: "acme", issuer: TestService.baseURL + "/t/acme", publicURL: TestService.gatewayURL)
        settings.allowedOrigins = Array(origins)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let gateway = ToolGateway(
            settings: settings, service: RemoteAuthorizationService(client: client, tenant: "acme"),
            upstreams: UpstreamPool(transport: transport, settings: settings, logger: logger), logger: logger)
        let log = TestService.quietLog
        return GatewaySite(gateway, tenant: "acme", isHTTPS: true, callers: origins, log: log)
    }

    @Test func `an allowed call reaches the server, a denied one does not and says so with a decision`() async throws {
        try await run { house in
            let allowed = try await house.call("getInvoice")
            #expect(allowed.status == 200)
            #expect(allowed.text.contains("getInvoice done"), "\(allowed.text)")
            let denied = try await house.call("refundInvoice", requestID: "call-2")
            #expect(denied.json["result"]?["isError"] == true)
            #expect(denied.text.contains("denied: agent:reporter may not can_call on tool:billing/refundInvoice"))
            #expect(denied.header("X-Request-ID") == "call-2")
            #expect(house.transport.calledTools == ["getInvoice"])
            let page = try await house.service.get("/api/v1/tenants/acme/audit?kind=decision&request_id=call-2")
            let event = try #require(page.json["events"]?.elements.first)
            #expect(event["outcome"]?.string == "denied")
            #expect(denied.text.contains(try #require(event["decision_id"]?.string)))
            #expect(event["reason"]?.string?.contains("tool:billing/refundInvoice#caller@agent:reporter") == true)
        }
    }

    @Test func `who made the call so would change it is for the audit, not for the caller`() async throws {
        try await run { house in
            try await house.service.grant("tool:billing/refundInvoice#caller@role:treasurer#assignee")
            let denied = try await house.call("refundInvoice")
            #expect(denied.json["result"]?["isError"] == true)
            #expect(!denied.text.contains("treasurer"))
        }
    }

    @Test func `a grant, its end and a revoked token are seen by the next call`() async throws {
        try await run { house in
            let relationship = "tool:billing/refundInvoice#caller@agent:reporter"
            try await house.service.grant(relationship)
            #expect(try await house.call("refundInvoice").text.contains("refundInvoice done"))
            _ = try await house.service.post("/api/v1/tenants/acme/relationships", "{\"delete\":[\"\(relationship)\"]}")
            #expect(try await house.call("refundInvoice").json["result"]?["isError"] == true)
            _ = try await house.service.post("/api/v1/tenants/acme/tokens/revoke", "{\"token\":\"\(house.token)\"}")
            #expect(try await house.call("getInvoice").status == 401)
        }
    }

    @Test func `without a token there is a challenge that leads to the metadata`() async throws {
        try await run { house in
            let refused = try await house.message("{}", as: nil)
            #expect(refused.status == 401)
            let place = "/.well-known/oauth-protected-resource/t/acme/billing"
            #expect(refused.header("WWW-Authenticate")?.contains("resource_metadata=\"https://mcp.example.com\(place)\"") == true)
            let metadata = TestAnswer(try await house.gateway.execute(uri: place, method: .get))
            #expect(metadata.status == 200)
            #expect(metadata.json["resource"]?.string == "https://mcp.example.com/t/acme/billing")
            #expect(metadata.json["authorization_servers"] == ["https://auth.example.com/t/acme"])
            #expect(metadata.header("Access-Control-Allow-Origin") == "*")
        }
    }

    @Test(arguments: [
        "/t/other/billing", "/t/acme/nothing", "/t/acme", "/", "/t/acme/billing/more",
        "/.well-known/oauth-protected-resource/t/other/billing",
    ])
    func `what is not a server of the tenant is 404`(path: String) async throws {
        try await run { house in
            let method: HTTPRequest.Method = path.contains("well-known") ? .get : .post
            let answer = TestAnswer(try await house.gateway.execute(uri: path, method: method, body: ByteBuffer(string: "{}")))
            #expect(answer.status == 404)
        }
    }

    @Test func `only POST carries messages, and a message over the limit is refused`() async throws {
        try await run { house in
            let get = TestAnswer(try await house.gateway.execute(uri: "/t/acme/billing", method: .get))
            #expect(get.status == 405)
            #expect(get.header("Allow") == "POST")
            let large = try await house.message(String(repeating: " ", count: BodyLimit.message + 1), as: house.token)
            #expect(large.status == 413)
        }
    }

    @Test func `a page of an allowed origin may call, one of another may not`() async throws {
        try await run(origins: ["https://app.example.com"]) { house in
            for (origin, isAllowed) in [("https://app.example.com", true), ("https://evil.example", false)] {
                var headers = HTTPFields()
                headers[.origin] = origin
                let preflight = TestAnswer(try await house.gateway.execute(uri: "/t/acme/billing", method: .options, headers: headers))
                #expect(preflight.status == (isAllowed ? 204 : 405))
                #expect(preflight.header("Access-Control-Allow-Origin") == (isAllowed ? origin : nil))
                let answer = try await house.message("{}", as: nil, headers: headers)
                #expect(answer.status == (isAllowed ? 401 : 403))
                #expect(answer.header("Access-Control-Allow-Origin") == (isAllowed ? origin : nil))
            }
        }
    }

    @Test func `the gateway is ready once it knows its servers`() async throws {
        try await run { house in
            _ = try await house.call("getInvoice")
            #expect(try await house.operations.execute(uri: "/readyz", method: .get).status == .ok)
            let metrics = TestAnswer(try await house.operations.execute(uri: "/metrics", method: .get))
            #expect(metrics.text.contains("cardea_http_requests_total{route=\"/t/{tenant}/{server}\",status=\"200\"} 1"))
        }
    }
}
