import API
import Gateway
import HTTPTypes
import MCP
import Testing
import Tokens

@Suite struct CallTests {
    @Test func `an allowed call is asked about once and relayed byte for byte`() async throws {
        let result = #"{"content":[{"type":"text","text":"\u0041"}],"structuredContent":{"amount":1.10,"n":123456789012345678901}}"#
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { _ in
            .final(.result(try json(result)))
        }
        let token = try fixture.token()
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", #"{"invoiceId": "INV-1",  "x":1e2}"#, token: token))
        let text = try await response.chunks().joined()
        #expect(text == #"{"jsonrpc":"2.0","id":7,"result":{"resultType":"complete","# + result.dropFirst() + "}")
        #expect(fixture.service.questions.count == 1)
        #expect(fixture.service.requestIDs == ["req-1"])
        let question = try #require(fixture.service.questions.first)
        #expect(question.subject == EvaluationEntity(type: "user", id: "anne"))
        #expect(question.action.name == "can_call")
        #expect(question.resource == EvaluationEntity(type: "tool", id: "billing/getInvoice"))
        #expect(question.context?.agent == "agent:desktop")
        #expect(question.context?.subjectToken?.exposed == token)
        #expect(question.context?.resource == nil)
        let sent = try #require(fixture.upstream.requests.first)
        #expect(sent.name == "getInvoice")
        let parameters = JSONFragment.object(sent.parameters).bytes
        #expect(String(decoding: parameters, as: UTF8.self) == #"{"name":"getInvoice","arguments":{"invoiceId": "INV-1",  "x":1e2}}"#)
    }

    @Test func `an agent that acts for itself is the subject`() async throws {
        let fixture = try GatewayFixture()
        let token = try fixture.token(subject: "reporter", kind: .agent)
        _ = await fixture.gateway.respond(to: fixture.call("getInvoice", token: token))
        #expect(fixture.service.questions.first?.subject == EvaluationEntity(type: "agent", id: "reporter"))
        #expect(fixture.service.questions.first?.context?.agent == nil)
    }

    @Test func `a denial is a result with reason and decision and never reaches the upstream`() async throws {
        let fixture = try GatewayFixture { _ in .denied() }
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token()))
        let result = try #require(try await response.message()["result"])
        #expect(response.status == 200)
        #expect(result["isError"]?.boolean == true)
        #expect(result["content"]?.elements?.first?["text"]?.string == "denied: no permission leads there (decision d-2)")
        #expect(result["_meta"]?["cardea/decisionId"]?.string == "d-2")
        #expect(result["resultType"]?.string == "complete")
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test(arguments: ["token_revoked", "token_invalid"])
    func `a revoked token gets a challenge on the next call`(code: String) async throws {
        let fixture = try GatewayFixture { _ in .denied(code) }
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token()))
        #expect(response.status == 401)
        #expect(response.headers[.wwwAuthenticate]?.contains(#"error="invalid_token""#) == true)
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test(arguments: ["getinvoice", "GetInvoice", "getInvoice ", "", "dropTables", "billing/getInvoice", "getInvoice\\u0000", "*"])
    func `an unknown and a switched off tool are the same and nothing is asked`(name: String) async throws {
        let fixture = try GatewayFixture()
        let literal = name.replacing("\\u0000", with: "\0")
        let request = fixture.request(
            "tools/call", #""name":"\#(name)""#, name: HeaderText.encoded(literal), token: try fixture.token())
        let response = await fixture.gateway.respond(to: request)
        #expect(response.status == 200)
        #expect(try await response.message()["error"]?["code"]?.integer == -32602)
        #expect(try await response.message()["error"]?["message"]?.string == "unknown tool: `\(literal)`")
        #expect(fixture.service.questions.isEmpty)
    }

    @Test func `no answer of the service is a refusal`() async throws {
        let slow = try GatewayFixture { _ in
            try await Task.sleep(for: .seconds(30))
            return .allowed()
        }
        let away = try GatewayFixture { _ in throw FakeService.Away() }
        for fixture in [slow, away] {
            let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token()))
            let error = try #require(try await response.message()["error"])
            #expect(error["code"]?.integer == -32603)
            #expect(error["message"]?.string == "authorization service did not answer")
            #expect(fixture.upstream.requests.isEmpty)
        }
    }

    @Test func `the resource that the arguments name is part of the question`() async throws {
        let fixture = try GatewayFixture()
        let call = fixture.call("refundInvoice", #"{"invoiceId":"INV-1001"}"#, token: try fixture.token())
        _ = await fixture.gateway.respond(to: call)
        #expect(
            fixture.service.questions.first?.context?.resource
                == EvaluationContext.Resource(type: "resource", id: "billing/invoice/INV-1001", action: "can_edit"))
        #expect(fixture.service.questions.count == 1)
    }

    @Test(arguments: [
        "{}", #"{"invoiceId":null}"#, #"{"invoiceId":""}"#, #"{"invoiceId":"a/b"}"#, #"{"invoiceId":"../x"}"#, #"{"invoiceId":"*"}"#,
        #"{"invoiceId":"a b"}"#, #"{"invoiceId":"a\u0000"}"#, #"{"invoiceId":"é"}"#, #"{"invoiceId":["a"]}"#, #"{"invoiceId":{"a":1}}"#,
        #"{"invoiceId":1.0}"#, #"{"invoiceId":1e3}"#, #"{"invoiceId":-0}"#, #"{"invoiceId":true}"#, #"{"invoiceId":"a#b"}"#,
        #"{"invoiceId":"a:b"}"#, #"{"invoiceid":"a"}"#, #"{"invoiceId":"a%2Fb"}"#,
    ])
    func `an argument that could name another resource is refused before anything is asked`(arguments: String) async throws {
        let fixture = try GatewayFixture()
        let response = await fixture.gateway.respond(to: fixture.call("refundInvoice", arguments, token: try fixture.token()))
        #expect(try await response.message()["error"]?["code"]?.integer == -32602)
        #expect(fixture.service.questions.isEmpty)
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test func `a registration that cannot be understood opens nothing`() async throws {
        let fixture = try GatewayFixture()
        let response = await fixture.gateway.respond(to: fixture.call("broken", token: try fixture.token()))
        #expect(try await response.message()["error"]?["code"]?.integer == -32603)
        #expect(fixture.upstream.requests.isEmpty)
    }

    @Test func `nothing of the caller is sent on but what the tool gets`() async throws {
        let fixture = try GatewayFixture()
        let token = try fixture.token()
        var request = fixture.call("getInvoice", token: token)
        request.headers[.cookie] = "session=secret"
        request.headers[GatewayFixture.field("Mcp-Session-Id")] = "stolen"
        request.headers[GatewayFixture.field("X-Forwarded-User")] = "root"
        request.headers[GatewayFixture.field("Mcp-Param-Region")] = "eu"
        _ = await fixture.gateway.respond(to: request)
        let sent = try #require(fixture.upstream.requests.first)
        #expect(sent.parameterHeaders.map(\.value) == ["eu"])
        #expect(!"\(sent)".contains(token))
        #expect(!"\(sent)".contains("stolen"))
    }

    @Test func `an upstream that fails is an error without its words`() async throws {
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { _ in
            throw UpstreamFailure.unreachable("connection refused to 10.0.0.7")
        }
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token()))
        let error = try #require(try await response.message()["error"])
        #expect(error["code"]?.integer == -32603)
        #expect(error["message"]?.string == "the server did not answer")
    }

    @Test func `a stream is handed on event by event under the caller's id`() async throws {
        let progress = #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p","progress":1}}"#
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { _ in
            .stream { receive in
                try await receive(.notification(try json(progress)))
                try await receive(.result(try json(#"{"content":[],"resultType":"complete"}"#)))
            }
        }
        let response = await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token()))
        #expect(response.headers[.contentType] == "text/event-stream")
        #expect(response.headers[GatewayFixture.field("X-Accel-Buffering")] == "no")
        let chunks = try await response.chunks()
        #expect(chunks.count == 2)
        #expect(chunks.first == "event: message\ndata: \(progress)\n\n")
        #expect(chunks.last?.contains(#"data: {"jsonrpc":"2.0","id":7,"result":{"content":[]"#) == true)
    }

    @Test func `a stream that breaks ends with an error`() async throws {
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { _ in
            .stream { _ in throw UpstreamFailure.ended }
        }
        let chunks = try await fixture.gateway.respond(to: fixture.call("getInvoice", token: try fixture.token())).chunks()
        #expect(chunks.count == 1)
        #expect(chunks.first?.contains("-32603") == true)
    }

    @Test func `an older client gets no answer it cannot read`() async throws {
        let fixture = try GatewayFixture { _ in
            .allowed()
        } answer: { _ in
            .final(.result(try json(#"{"resultType":"input_required","requestState":"s"}"#)))
        }
        let request = fixture.older("tools/call", #"{"name":"getInvoice","arguments":{}}"#, token: try fixture.token())
        let response = await fixture.gateway.respond(to: request)
        #expect(try await response.message()["error"]?["code"]?.integer == -32603)
        #expect(fixture.upstream.requests.first?.isCancelledByDisconnect == false)
    }
}
