import MCP
import Testing

@Suite struct ToolCallTests {
    private func call(_ parameters: String) throws -> ToolCall {
        let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":\#(parameters)}"#
        guard case .request(let request) = try InboundMessage(line: Array(body.utf8), session: nil) else { throw NotARequest() }
        return try ToolCall(request)
    }

    private struct NotARequest: Error {}

    @Test func `name, arguments and everything else are taken as they came`() throws {
        let call = try call(#"{"name":"getInvoice","arguments":{"amount":1.10},"requestState":"opaque","_meta":{"progressToken":"p"}}"#)
        #expect(call.name == "getInvoice")
        #expect(call.arguments?.description == #"{"amount":1.10}"#)
        #expect(call.otherParameters.map(\.name) == ["requestState"])
    }

    @Test(arguments: [
        #"{}"#, #"{"name":7}"#, #"{"name":"a","arguments":[]}"#, #"{"name":"a","arguments":null}"#, #"{"name":"a","task":{}}"#,
    ])
    func `a call that is not one is refused`(parameters: String) {
        #expect { try call(parameters) } throws: { ($0 as? ProtocolRefusal)?.code == .invalidParameters }
    }
}
