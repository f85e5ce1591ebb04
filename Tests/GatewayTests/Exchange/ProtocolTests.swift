import Gateway
import HTTPTypes
import MCP
import Testing

@Suite struct ProtocolTests {
    @Test(arguments: [HTTPRequest.Method.get, .delete, .put, .head])
    func `only post is answered`(method: HTTPRequest.Method) async throws {
        let fixture = try GatewayFixture()
        var request = fixture.call("getInvoice", token: try fixture.token())
        request.method = method
        let response = await fixture.gateway.respond(to: request)
        #expect(response.status == 405)
        #expect(response.headers[.allow] == "POST")
    }

    @Test(
        arguments: [
            (nil, 200), ("http://127.0.0.1:8090", 200), ("https://inspector.example", 200), ("https://evil.example.com", 403),
            ("null", 403),
            ("", 403), ("https://inspector.example.evil.com", 403),
        ] as [(String?, Int)])
    func `pages of other origins may not call`(origin: String?, status: Int) async throws {
        let fixture = try GatewayFixture()
        var request = fixture.call("getInvoice", token: try fixture.token())
        request.headers[.origin] = origin
        #expect(await fixture.gateway.respond(to: request).status == status)
    }

    @Test func `a server that is not registered is not there`() async throws {
        let fixture = try GatewayFixture()
        var request = fixture.call("getInvoice", token: try fixture.token())
        request.server = "payroll"
        #expect(await fixture.gateway.respond(to: request).status == 404)
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"] as [String?])
    func `a message comes as json`(type: String?) async throws {
        let fixture = try GatewayFixture()
        var request = fixture.call("getInvoice", token: try fixture.token())
        request.headers[.contentType] = type
        #expect(await fixture.gateway.respond(to: request).status == 415)
    }

    @Test(arguments: [
        ("", 400, -32700), ("{", 400, -32700), ("[]", 400, -32600), ("{}", 400, -32600), ("7", 400, -32600),
        (#"{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}"#, 400, -32700), (#"{"jsonrpc":"2.0","id":1,"result":{}}"#, 400, -32600),
    ])
    func `what is not a message is refused with its code`(body: String, status: Int, code: Int64) async throws {
        let fixture = try GatewayFixture()
        let headers = GatewayFixture.headers(token: try fixture.token(), version: "2026-07-28")
        let response = await fixture.gateway.respond(to: GatewayFixture.request(body, headers))
        #expect(response.status == status)
        #expect(try await response.message()["error"]?["code"]?.integer == code)
        #expect(fixture.service.questions.isEmpty)
    }

    @Test func `a call whose header names another tool is refused before anything is asked`() async throws {
        let fixture = try GatewayFixture()
        let request = fixture.request(
            "tools/call", #""name":"createInvoice","arguments":{}"#, name: "getInvoice", token: try fixture.token())
        let response = await fixture.gateway.respond(to: request)
        #expect(response.status == 400)
        #expect(try await response.message()["error"]?["code"]?.integer == -32020)
        #expect(fixture.service.questions.isEmpty)
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test(arguments: [
        "initialize", "ping", "logging/setLevel", "resources/subscribe", "prompts/list", "resources/read", "tasks/get", "unknown",
    ])
    func `other methods are not found`(method: String) async throws {
        let fixture = try GatewayFixture()
        let request = fixture.request(
            method, #""uri":"x","taskId":"x""#, name: ["resources/read", "tasks/get"].contains(method) ? "x" : nil,
            token: try fixture.token())
        let response = await fixture.gateway.respond(to: request)
        #expect(response.status == 404)
        #expect(try await response.message()["error"]?["code"]?.integer == -32601)
        #expect(try await response.message()["id"]?.integer == 7)
    }

    @Test func `the gateway answers discovery itself`() async throws {
        let fixture = try GatewayFixture()
        let response = await fixture.gateway.respond(to: fixture.request("server/discover", token: try fixture.token()))
        let result = try #require(try await response.message()["result"])
        #expect(result["supportedVersions"]?.elements?.first?.string == "2026-07-28")
        #expect(result["capabilities"]?.members?.map(\.name) == ["tools"])
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test func `the gateway answers the handshake itself and keeps no session`() async throws {
        let fixture = try GatewayFixture()
        let token = try fixture.token()
        let response = await fixture.gateway.respond(to: fixture.older("initialize", #"{"protocolVersion":"2025-06-18"}"#, token: token))
        #expect(response.status == 200)
        #expect(try await response.message()["result"]?["protocolVersion"]?.string == "2025-06-18")
        #expect(response.headers[GatewayFixture.field("Mcp-Session-Id")] == nil)
        #expect(try await fixture.gateway.respond(to: fixture.older("ping", token: token)).message()["result"]?.members?.isEmpty == true)
        let unknown = await fixture.gateway.respond(to: fixture.older("prompts/list", token: token))
        #expect(unknown.status == 200)
        #expect(try await unknown.message()["error"]?["code"]?.integer == -32601)
    }

    @Test func `a notification is accepted and has no answer`() async throws {
        let fixture = try GatewayFixture()
        let headers = GatewayFixture.headers(token: try fixture.token(), version: "2025-11-25")
        let response = await fixture.gateway.respond(
            to: GatewayFixture.request(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, headers))
        #expect(response.status == 202)
        #expect(try await response.chunks() == [""])
    }
}
