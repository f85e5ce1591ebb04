import MCP
import Testing

@Suite struct EnvelopeTests {
    private func refusal(_ text: String) -> ProtocolRefusal? {
        do {
            _ = try Envelope(JSONText(parsing: Array(text.utf8)))
            return nil
        } catch {
            return error as? ProtocolRefusal
        }
    }

    @Test(arguments: [
        "[]", "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", "1", "null", "\"x\"", "{}",
        #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#,
        #"{"id":1,"method":"ping"}"#, #"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":true,"method":"ping"}"#,
        #"{"jsonrpc":"2.0","id":1,"method":7}"#, #"{"jsonrpc":"2.0","id":1,"method":""}"#, #"{"jsonrpc":"2.0","id":1}"#,
        #"{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}"#, #"{"jsonrpc":"2.0","id":1,"method":"x","result":{}}"#,
        #"{"jsonrpc":"2.0","result":{}}"#, #"{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":""}}"#,
    ])
    func `what is not a message of json-rpc is an invalid request`(text: String) {
        #expect(refusal(text)?.code == .invalidRequest)
        #expect(refusal(text)?.status == 400)
    }

    @Test(arguments: ["[]", "\"x\"", "1", "null"])
    func `parameters have to be an object`(parameters: String) {
        let found = refusal(#"{"jsonrpc":"2.0","id":1,"method":"ping","params":\#(parameters)}"#)
        #expect(found?.code == .invalidParameters)
        #expect(found?.id?.text.integer == 1)
    }

    @Test func `the long method and the long id are refused`() {
        #expect(refusal(#"{"jsonrpc":"2.0","id":1,"method":"\#(String(repeating: "m", count: 129))"}"#)?.code == .invalidRequest)
        #expect(refusal(#"{"jsonrpc":"2.0","id":"\#(String(repeating: "i", count: 300))","method":"ping"}"#)?.code == .invalidRequest)
    }

    @Test(arguments: ["1", "-7", "\"abc\"", "\"\\u0061\"", "0", "\"\""])
    func `an id is echoed exactly as it came`(id: String) throws {
        let text = try JSONText(parsing: Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#.utf8))
        guard case .request(let found, _, _) = try Envelope(text) else {
            Issue.record("not a request")
            return
        }
        #expect(Answer.result(.object([]), to: found) == Array(#"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#.utf8))
    }

    @Test func `a refusal carries code, message, data and a null id when there was none to read`() {
        let refusal = ProtocolRefusal.unsupportedVersion("1999-01-01", id: nil)
        let expected =
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32022,"message":"the protocol version `1999-01-01` is not supported","#
            + #""data":{"supported":["2026-07-28","2025-11-25","2025-06-18"],"requested":"1999-01-01"}}}"#
        #expect(String(decoding: refusal.response, as: UTF8.self) == expected)
    }
}
