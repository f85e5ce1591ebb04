import API
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Testing
import Tokens

@testable import Server

/// The front decides as the framework's path does, or leaves the request to it.
struct EvaluationDeskTests {
    private static func question(_ user: String) -> String {
        """
        {"subject":{"type":"user","id":"\(user)"},"action":{"name":"can_call"},"resource":{"type":"tool","id":"billing/getInvoice"}}
        """
    }

    private static func request(
        _ body: String, bearer: String, tenant: String = "acme", endpoint: String = "evaluation"
    ) -> HotRequest? {
        let text = """
            POST /t/\(tenant)/access/v1/\(endpoint) HTTP/1.1\r
            Host: a\r
            Authorization: Bearer \(bearer)\r
            Content-Type: application/json\r
            X-Request-ID: hot-1\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        return HotRequest(text)
    }

    private func run(
        frontMilliseconds: Int = 600_000, _ body: @Sendable (TestService, String) async throws -> Void
    ) async throws {
        try await TestService.run(frontMilliseconds: frontMilliseconds) { service in
            let token = try await service.createTenantWithEnforcementPoint()
            try await service.createServer()
            try await service.grant("tool:billing/getInvoice#caller@user:anne")
            try await body(service, token)
        }
    }

    private static let path = "/t/acme/access/v1/evaluation"

    @Test func `what the framework answered once the front answers as well, recorded alike`() async throws {
        try await run { service, token in
            let anne = try #require(Self.request(Self.question("anne"), bearer: token))
            #expect(service.site.front.desk.answer(anne) == nil, "a token nobody has verified")
            let framework = try await service.post(Self.path, Self.question("anne"), as: token)
            let answer = try #require(service.site.front.desk.answer(anne))
            #expect(answer.requestID == "hot-1")
            let json = try JSONValue(parsing: answer.body)
            #expect(json["decision"] == true)
            #expect(json["context"]?["reason"] == framework.json["context"]?["reason"])
            #expect(json["context"]?["revision"] == framework.json["context"]?["revision"])
            let bob = try #require(Self.request(Self.question("bob"), bearer: token))
            let denied = try JSONValue(parsing: try #require(service.site.front.desk.answer(bob)).body)
            #expect(denied["decision"] == false)
            let page = try await service.get("/api/v1/tenants/acme/audit?kind=decision&request_id=hot-1")
            #expect(
                page.json["events"]?.elements.map { $0["decision_id"] } == [
                    denied["context"]?["decision_id"], json["context"]?["decision_id"],
                ])
            #expect(service.log.lines.filter { $0.contains("hot-1") && $0.contains("\"status\":200") }.count == 2)
            let metrics = try await service.operations.execute(uri: "/metrics", method: .get)
            #expect(
                String(buffer: metrics.body).contains(
                    "cardea_http_requests_total{route=\"/t/{tenant}/access/v1/evaluation\",status=\"200\"} 3"))
        }
    }

    @Test func `what is no usual question is left to the framework, and nothing is recorded`() async throws {
        try await run { service, token in
            _ = try await service.post(Self.path, Self.question("anne"), as: token)
            let before = try await service.get("/api/v1/tenants/acme/audit?kind=decision")
            for (body, bearer, tenant) in [
                ("{", token, "acme"), ("{}", token, "acme"), (Self.question("anne"), "wrong", "acme"),
                (Self.question("anne"), token, "other"),
                (Self.question("anne"), token, "No Tenant"), (Self.question("anne"), service.key, "acme"),
            ] {
                guard let request = Self.request(body, bearer: bearer, tenant: tenant) else { continue }
                #expect(service.site.front.desk.answer(request) == nil)
            }
            let after = try await service.get("/api/v1/tenants/acme/audit?kind=decision")
            #expect(before.json == after.json)
        }
    }

    private static func batch(_ users: [String], options: String = "") -> String {
        let items = users.map { "{\"subject\":{\"type\":\"user\",\"id\":\"\($0)\"}}" }.joined(separator: ",")
        return """
            {"action":{"name":"can_call"},"resource":{"type":"tool","id":"billing/getInvoice"},"evaluations":[\(items)]\(options)}
            """
    }

    @Test func `a batch is answered as the framework answers it, and each decision is recorded`() async throws {
        try await run { service, token in
            let semantics = ["", ",\"options\":{\"evaluations_semantic\":\"deny_on_first_deny\"}"]
            for (options, expected) in zip(semantics, [[true, false, true], [true, false]]) {
                let body = Self.batch(["anne", "bob", "anne"], options: options)
                let framework = try await service.post(Self.path + "s", body, as: token)
                let request = try #require(Self.request(body, bearer: token, endpoint: "evaluations"))
                let answer = try JSONValue(parsing: try #require(service.site.front.desk.answer(request)).body)
                let decisions = answer["evaluations"]?.elements ?? []
                #expect(decisions.map { $0["decision"] } == expected.map { .bool($0) })
                let reasons = decisions.map { $0["context"]?["reason"] }
                #expect(reasons == framework.json["evaluations"]?.elements.map { $0["context"]?["reason"] })
            }
            let page = try await service.get("/api/v1/tenants/acme/audit?kind=decision&request_id=hot-1")
            #expect(page.json["events"]?.elements.count == 5)
        }
    }

    @Test func `a batch with an item that is no question, or too many of them, is left to the framework as a whole`() async throws {
        try await run { service, token in
            _ = try await service.post(Self.path, Self.question("anne"), as: token)
            let before = try await service.get("/api/v1/tenants/acme/audit?kind=decision")
            let wrong = "{\"action\":{\"name\":\"can_call\"},\"resource\":{\"type\":\"tool\",\"id\":\"x\"},\"evaluations\":[{},{}]}"
            for body in [wrong, Self.batch(Array(repeating: "anne", count: 101)), Self.question("anne")] {
                let request = try #require(Self.request(body, bearer: token, endpoint: "evaluations"))
                #expect(service.site.front.desk.answer(request) == nil)
            }
            let after = try await service.get("/api/v1/tenants/acme/audit?kind=decision")
            #expect(before.json == after.json)
        }
    }

    @Test func `whatever the names are, the front remembers a decision as the framework does`() async throws {
        try await run { service, token in
            let long = String(repeating: "x", count: 300)
            let names = [
                ("user", "anne", "can_call", "tool", "billing/getInvoice"), ("user", "bob", "can_call", "tool", "billing/getInvoice"),
                ("user", "a b", "can_call", "tool", "billing/getInvoice"), ("user", "*", "can_call", "tool", "billing/getInvoice"),
                ("user", "anne", "can_call", "tool", "*"), ("nobody", "anne", "can_call", "tool", "billing/getInvoice"),
                ("user", "anne", "fly", "tool", "billing/getInvoice"), ("user", "anne", "can_call", "cloud", "nine"),
                ("", "", "", "", ""), ("user", long, long, "tool", long), ("tool", "x", "can_call", "tool", "x"),
                ("user", "anne", "can_call", "tool", "billing/getInvoice"),
            ]
            let items = names.map { name in
                """
                {"subject":{"type":"\(name.0)","id":"\(name.1)"},"action":{"name":"\(name.2)"},"resource":{"type":"\(name.3)","id":"\(name.4)"}}
                """
            }
            let body = "{\"evaluations\":[\(items.joined(separator: ","))]}"
            let framework = try await service.post(Self.path + "s", body, as: token)
            let request = try #require(Self.request(body, bearer: token, endpoint: "evaluations"))
            let front = try JSONValue(parsing: try #require(service.site.front.desk.answer(request)).body)
            func told(_ json: JSONValue) -> [[JSONValue?]] {
                (json["evaluations"]?.elements ?? []).map { [$0["decision"], $0["context"]?["reason"], $0["context"]?["revision"]] }
            }
            #expect(told(front) == told(framework.json))
            let first = try #require(framework.json["evaluations"]?.elements.first?["context"]?["decision_id"]?.string)
            let events = try await service.get("/api/v1/tenants/acme/audit?kind=decision&limit=24").json["events"]?.elements ?? []
            try #require(events.count == names.count * 2)
            #expect(events.last?["decision_id"]?.string == first)
            let parts = ["subject", "agent", "action", "resource", "outcome", "reason", "details", "kind"]
            for (ours, theirs) in zip(events.prefix(names.count), events.suffix(names.count)) {
                #expect(parts.map { ours[$0] } == parts.map { theirs[$0] })
                #expect(ours["request_id"]?.string == "hot-1")
            }
            #expect(
                events.prefix(names.count).reversed().map { $0["decision_id"] }
                    == front["evaluations"]?.elements.map { $0["context"]?["decision_id"] })
        }
    }

    @Test func `what the front has no time for is left to the framework, and nothing is recorded`() async throws {
        try await run(frontMilliseconds: 0) { service, token in
            let framework = try await service.post(Self.path, Self.question("bob"), as: token)
            #expect(framework.json["decision"] == false)
            let before = try await service.get("/api/v1/tenants/acme/audit?kind=decision")
            for (body, endpoint) in [(Self.question("bob"), "evaluation"), (Self.batch(["anne", "bob"]), "evaluations")] {
                let request = try #require(Self.request(body, bearer: token, endpoint: endpoint))
                #expect(service.site.front.desk.answer(request) == nil)
            }
            let after = try await service.get("/api/v1/tenants/acme/audit?kind=decision")
            #expect(before.json == after.json)
        }
    }

    @Test func `a revoked token is not answered any more`() async throws {
        try await run { service, token in
            _ = try await service.post(Self.path, Self.question("anne"), as: token)
            let request = try #require(Self.request(Self.question("anne"), bearer: token))
            #expect(service.site.front.desk.answer(request) != nil)
            let revoked = try await service.post("/api/v1/tenants/acme/tokens/revoke", "{\"token\":\"\(token)\"}")
            try #require(revoked.status < 300, "\(revoked.text)")
            #expect(service.site.front.desk.answer(request) == nil)
        }
    }

    @Test func `both paths send the same headers`() async throws {
        try await run { service, token in
            let listener = ServerListener(address: try ListenAddress(parsing: "127.0.0.1:0"))
            let application = listener.application(service.site.entrance, logger: Logger(label: "test"), front: service.site.front)
            try await application.test(.live) { server in
                try await PatientClient.on(server.port) { client in
                    var answers: [TestAnswer] = []
                    let headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
                    for _ in 0..<3 {
                        answers.append(
                            try await client.execute(
                                uri: Self.path, method: .post, headers: headers, body: ByteBuffer(string: Self.question("anne"))))
                    }
                    let names = answers.map { Set($0.headers.map(\.name.canonicalName)) }
                    #expect(names[0] == names[1] && names[1] == names[2])
                    for name in [HTTPField.Name.contentType, .cacheControl, .xContentTypeOptions, .strictTransportSecurity] {
                        #expect(answers[0].headers[name] == answers[2].headers[name])
                        #expect(answers[0].headers[name] != nil)
                    }
                    #expect(answers.allSatisfy { $0.status == 200 && $0.text.hasPrefix("{\"decision\":true") })
                    let missing = try await client.execute(uri: "/nowhere", method: .get)
                    #expect(missing.status == 404)
                }
            }
        }
    }
}
