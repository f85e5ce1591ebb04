import MCP
import Testing

/// The rows of the public suite's `http-header-validation` and `server-stateless`, and what else two readers could read differently.
@Suite struct HeaderLadderTests {
    private static let meta =
        #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
    private static let call = #"{"jsonrpc":"2.0","id":"r1","method":"tools/call","params":{"name":"getInvoice","arguments":{},\#(meta)}}"#
    private static let list = #"{"jsonrpc":"2.0","id":"r1","method":"tools/list","params":{\#(meta)}}"#
    private static let callHeaders = [
        (name: "MCP-Protocol-Version", value: "2026-07-28"), (name: "Mcp-Method", value: "tools/call"),
        (name: "Mcp-Name", value: "getInvoice"),
    ]

    private func refusal(_ body: String, _ headers: [(name: String, value: String)]) -> ProtocolRefusal? {
        do throws(ProtocolRefusal) {
            _ = try InboundMessage(body: Array(body.utf8), headers: HeaderFields(headers))
            return nil
        } catch {
            return error
        }
    }

    private func headers(_ changes: [String: String?], adding added: [(name: String, value: String)] = []) -> [(
        name: String, value: String
    )] {
        Self.callHeaders.compactMap { field in
            guard let change = changes[field.name] else { return field }
            return change.map { (name: field.name, value: $0) }
        } + added
    }

    @Test func `headers that say what the body says are accepted`() {
        #expect(refusal(Self.call, Self.callHeaders) == nil)
    }

    @Test func `names have no case and values may have space around them`() {
        let headers = [
            (name: "mcp-protocol-version", value: " 2026-07-28 "), (name: "MCP-METHOD", value: "\ttools/call"),
            (name: "mCp-NaMe", value: "getInvoice  "),
        ]
        #expect(refusal(Self.call, headers) == nil)
    }

    @Test func `a name may come in base64`() {
        #expect(refusal(Self.call, headers(["Mcp-Name": "=?base64?Z2V0SW52b2ljZQ==?="])) == nil)
        #expect(refusal(Self.call, headers(["Mcp-Name": "=?base64?Z2V0SW52b2ljZQ?="]))?.code == .headerMismatch)
        #expect(refusal(Self.call, headers(["Mcp-Name": "=?base64?Z2V0SW52b2ljZ!==?="]))?.code == .headerMismatch)
    }

    @Test(
        arguments: [
            ("Mcp-Method", "tools/list"), ("Mcp-Method", nil), ("Mcp-Method", "TOOLS/CALL"), ("Mcp-Method", ""),
            ("Mcp-Name", "createInvoice"),
            ("Mcp-Name", nil), ("Mcp-Name", "GetInvoice"), ("Mcp-Name", "getInvoice, getInvoice"), ("MCP-Protocol-Version", nil),
            ("MCP-Protocol-Version", "2025-11-25"), ("MCP-Protocol-Version", "2027-01-01"),
        ] as [(String, String?)])
    func `a header that is missing or says something else is refused`(name: String, value: String?) {
        let found = refusal(Self.call, headers([name: value]))
        #expect(found?.code == .headerMismatch)
        #expect(found?.status == 400)
        #expect(found?.id?.text.string == "r1")
    }

    @Test(arguments: ["MCP-Protocol-Version", "mcp-method", "Mcp-Name"])
    func `a header that is there twice is refused even when both say the same`(name: String) {
        let same = Self.callHeaders.first { $0.name.lowercased() == name.lowercased() }?.value ?? ""
        #expect(refusal(Self.call, headers([:], adding: [(name: name, value: same)]))?.code == .headerMismatch)
    }

    @Test func `parameter headers are well formed and there once`() {
        #expect(refusal(Self.call, headers([:], adding: [(name: "Mcp-Param-Region", value: "eu")])) == nil)
        let twice = [(name: "Mcp-Param-Region", value: "eu"), (name: "mcp-param-region", value: "eu")]
        #expect(refusal(Self.call, headers([:], adding: twice))?.code == .headerMismatch)
        #expect(refusal(Self.call, headers([:], adding: [(name: "Mcp-Param-A", value: "=?base64?SGVsbG8?=")]))?.code == .headerMismatch)
    }

    @Test func `no name is asked for where there is none`() {
        let headers = [(name: "MCP-Protocol-Version", value: "2026-07-28"), (name: "Mcp-Method", value: "tools/list")]
        #expect(refusal(Self.list, headers) == nil)
    }

    @Test func `a name in the body that is no string is an invalid parameter`() {
        let body = Self.call.replacing("\"getInvoice\"", with: "7")
        #expect(refusal(body, Self.callHeaders)?.code == .invalidParameters)
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#, #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{}}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":[]}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/clientCapabilities":{}}}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":7,"io.modelcontextprotocol/clientCapabilities":{}}}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]}}}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{}}"#,
    ])
    func `missing members of meta are invalid parameters`(body: String) {
        let headers = [(name: "MCP-Protocol-Version", value: "2026-07-28"), (name: "Mcp-Method", value: "tools/list")]
        let found = refusal(body, headers)
        #expect(found?.code == .invalidParameters)
        #expect(found?.status == 400)
        #expect(found?.id?.text.integer == 1)
    }

    @Test(arguments: ["2027-01-01", "1900-01-01", "2025-11-25", "latest"])
    func `a version that is not served without a handshake is named with those that are`(version: String) {
        let body = Self.list.replacing("2026-07-28", with: version)
        let headers = [(name: "MCP-Protocol-Version", value: version), (name: "Mcp-Method", value: "tools/list")]
        let found = refusal(body, headers)
        #expect(found?.code == .unsupportedProtocolVersion)
        #expect(found?.status == 400)
        #expect(found.map { String(decoding: $0.response, as: UTF8.self).contains(#""requested":"\#(version)""#) } == true)
    }

    @Test func `a mismatch is found before the version is looked at`() {
        let body = Self.list.replacing("2026-07-28", with: "2027-01-01")
        let headers = [(name: "MCP-Protocol-Version", value: "2026-07-28"), (name: "Mcp-Method", value: "tools/list")]
        #expect(refusal(body, headers)?.code == .headerMismatch)
    }

    @Test(arguments: [
        "", "{", "[1,", "\u{FEFF}{}", #"{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}"#,
    ])
    func `what is not strict json is a parse error`(body: String) {
        #expect(refusal(body, Self.callHeaders)?.code == .parseError)
    }

    @Test func `answers and batches are refused`() {
        #expect(refusal(#"{"jsonrpc":"2.0","id":1,"result":{}}"#, [])?.code == .invalidRequest)
        #expect(refusal("[\(Self.call)]", Self.callHeaders)?.code == .invalidRequest)
    }
}
