import API
import Gateway
import HTTPTypes
import MCP
import Testing

@Suite struct ListTests {
    private static func tools(_ names: [String], next: String? = nil) throws -> UpstreamAnswer {
        let tools = names.map { #"{"name":"\#($0)","inputSchema":{"type":"object","$defs":{"a":{"const":1.0}}}}"# }
        let cursor = next.map { #","nextCursor":"\#($0)""# } ?? ""
        return .final(.result(try json(#"{"tools":[\#(tools.joined(separator: ","))]\#(cursor)}"#)))
    }

    private static func cursor(_ request: UpstreamRequest) -> String? {
        guard case .text(let cursor)? = request.parameters.first(where: { $0.name == "cursor" })?.value else { return nil }
        return cursor.string
    }

    private func names(_ response: GatewayResponse) async throws -> [String?]? {
        try await response.message()["result"]?["tools"]?.elements?.map { $0["name"]?.string }
    }

    @Test func `all pages are read, and only what is registered and allowed is shown, in order, privately`() async throws {
        let fixture = try GatewayFixture {
            $0.resource.id == "billing/createInvoice" ? .denied() : .allowed()
        } answer: { request in
            Self.cursor(request) == nil
                ? try Self.tools(["refundInvoice", "createInvoice", "dropTables"], next: "2") : try Self.tools(["getInvoice", "surprise"])
        }
        let response = await fixture.gateway.respond(to: fixture.request("tools/list", token: try fixture.token()))
        #expect(try await names(response) == ["getInvoice", "refundInvoice"])
        let result = try #require(try await response.message()["result"])
        #expect(result["cacheScope"]?.string == "private")
        #expect(result["resultType"]?.string == "complete")
        #expect(result["tools"]?.elements?[0]["inputSchema"]?.description == #"{"type":"object","$defs":{"a":{"const":1.0}}}"#)
        #expect(fixture.service.batches == 1)
        #expect(fixture.service.questions.map(\.resource.id) == ["billing/createInvoice", "billing/getInvoice", "billing/refundInvoice"])
        #expect(fixture.upstream.requests.count == 2)
    }

    @Test func `a name that an upstream lists twice means neither`() async throws {
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { _ in
            try Self.tools(["getInvoice", "createInvoice", "getInvoice"])
        }
        let response = await fixture.gateway.respond(to: fixture.request("tools/list", token: try fixture.token()))
        #expect(try await names(response) == ["createInvoice"])
    }

    @Test func `without decisions there is no list`() async throws {
        let fixture = try GatewayFixture { _ in
            throw FakeService.Away()
        } answer: { _ in
            try Self.tools(["getInvoice"])
        }
        let response = await fixture.gateway.respond(to: fixture.request("tools/list", token: try fixture.token()))
        #expect(try await response.message()["error"]?["code"]?.integer == -32603)
    }

    @Test func `a revoked token gets a challenge, not an empty list`() async throws {
        let fixture = try GatewayFixture { _ in
            .denied("token_revoked")
        } answer: { _ in
            try Self.tools(["getInvoice"])
        }
        #expect(await fixture.gateway.respond(to: fixture.request("tools/list", token: try fixture.token())).status == 401)
    }

    @Test func `pages without an end are not followed for ever`() async throws {
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { request in
            try Self.tools([], next: "\((Self.cursor(request).flatMap { Int($0) } ?? 0) + 1)")
        }
        let response = await fixture.gateway.respond(to: fixture.request("tools/list", token: try fixture.token()))
        #expect(try await response.message()["error"]?["code"]?.integer == -32603)
        #expect(fixture.upstream.requests.count == 50)
    }

    @Test func `a cursor that was never given is refused`() async throws {
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { _ in
            try Self.tools(["getInvoice"])
        }
        let request = fixture.request("tools/list", #""cursor":"x""#, token: try fixture.token())
        #expect(try await fixture.gateway.respond(to: request).message()["error"]?["code"]?.integer == -32602)
    }
}
