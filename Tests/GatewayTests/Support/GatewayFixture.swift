import API
import Foundation
import Gateway
import HTTPTypes
import Logging
import MCP
import Synchronization
import Tokens

/// A gateway in front of one server `billing`, with real tokens, a service and an upstream that are in the test's hands.
struct GatewayFixture {
    static let issuer = "http://127.0.0.1:8080/t/acme"
    static let resource = "http://127.0.0.1:8090/t/acme/billing"
    static let meta =
        #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}"#

    let key: SigningKey
    let clock = TestClock()
    let service: FakeService
    let upstream: FakeUpstream
    let gateway: ToolGateway

    init(
        keysAvailable: Bool = true,
        decision: @escaping @Sendable (EvaluationRequest) async throws -> EvaluationResponse = { _ in .allowed() },
        answer: @escaping @Sendable (UpstreamRequest) async throws -> UpstreamAnswer = { _ in .final(.result(try json(#"{"content":[]}"#)))
        }
    ) throws {
        let key = try SigningKey.generate(.es256)
        self.key = key
        let keySet = try JSONEncoder().encode(["keys": [key.publicKey]])
        let service = FakeService(
            servers: [Self.billing],
            keys: {
                guard keysAvailable else { throw FakeService.Away() }
                return Array(keySet)
            }, answer: decision)
        let upstream = FakeUpstream(answer: answer)
        self.service = service
        self.upstream = upstream
        var settings = GatewaySettings(tenant: "acme", issuer: Self.issuer, publicURL: "http://127.0.0.1:8090")
        settings.allowedOrigins = ["https://inspector.example"]
        settings.decisionTimeout = .milliseconds(200)
        let clock = self.clock
        gateway = ToolGateway(
            settings: settings, service: service, upstreams: UpstreamPool { _, _ in upstream },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { clock.now })
    }

    private static let billing = ServerBody(
        name: "billing", displayName: "Billing", resourceURI: resource, upstream: .http(url: "http://127.0.0.1:9000/mcp"),
        tools: [
            ToolBody(name: "getInvoice"), ToolBody(name: "createInvoice"), ToolBody(name: "dropTables", enabled: false),
            ToolBody(
                name: "refundInvoice",
                resource: ToolResourceBody(type: "resource", idTemplate: "billing/invoice/{invoiceId}", action: "can_edit")),
            ToolBody(name: "broken", resource: ToolResourceBody(type: "resource", idTemplate: "a/{", action: "can_edit")),
        ], createdAt: Date(timeIntervalSince1970: 0))

    func token(
        subject: String = "anne", kind: AccessTokenClaims.SubjectType = .user, audience: String = resource, issuer: String = issuer,
        scope: [String] = ["tools:call"], age: TimeInterval = 0, lifetime: TimeInterval = 600, key: SigningKey? = nil
    ) throws -> String {
        let claims = AccessTokenClaims(
            issuer: issuer, subject: subject, audience: [audience], clientID: kind == .user ? "desktop" : subject, scope: scope,
            tokenID: UUID().uuidString, issuedAt: clock.now - age, expiresAt: clock.now - age + lifetime, subjectType: kind)
        return try AccessToken.mint(claims, with: key ?? self.key).exposed
    }

    /// A request of the stateless revision; header changes replace or, when nil, remove a field.
    func request(
        _ method: String, _ parameters: String = "", name: String? = nil, token: String?, changes: [(HTTPField.Name, String?)] = []
    ) -> GatewayRequest {
        let members = parameters.isEmpty ? Self.meta : "\(parameters),\(Self.meta)"
        var headers = Self.headers(token: token, version: "2026-07-28")
        headers[Self.field("Mcp-Method")] = method
        if let name { headers[Self.field("Mcp-Name")] = name }
        for (name, value) in changes { headers[name] = value }
        return Self.request(#"{"jsonrpc":"2.0","id":7,"method":"\#(method)","params":{\#(members)}}"#, headers)
    }

    func call(_ tool: String, _ arguments: String = "{}", token: String?) -> GatewayRequest {
        request("tools/call", #""name":"\#(tool)","arguments":\#(arguments)"#, name: tool, token: token)
    }

    /// A request of a revision with a handshake.
    func older(_ method: String, _ parameters: String = "{}", token: String?) -> GatewayRequest {
        Self.request(
            #"{"jsonrpc":"2.0","id":"a","method":"\#(method)","params":\#(parameters)}"#, Self.headers(token: token, version: "2025-11-25"))
    }

    static func request(_ body: String, _ headers: HTTPFields) -> GatewayRequest {
        GatewayRequest(method: .post, headers: headers, body: Array(body.utf8), server: "billing", requestID: "req-1", remote: "127.0.0.1")
    }

    static func headers(token: String?, version: String?) -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json", .accept: "application/json, text/event-stream"]
        if let token { headers[.authorization] = "Bearer \(token)" }
        headers[field("MCP-Protocol-Version")] = version
        return headers
    }

    static func field(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .from
    }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_790_000_000))

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }
}

extension GatewayResponse {
    /// What is written, chunk by chunk.
    func chunks() async throws -> [String] {
        switch body {
        case .bytes(let bytes): return [String(decoding: bytes, as: UTF8.self)]
        case .stream(let run):
            var chunks: [String] = []
            try await run { chunks.append(String(decoding: $0, as: UTF8.self)) }
            return chunks
        }
    }

    func message() async throws -> JSONText {
        try json(try await chunks().joined())
    }
}
