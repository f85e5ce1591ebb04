import API
import HTTPTypes
import Testing

@testable import Server

/// Nothing of one tenant is worth anything in another: every endpoint is asked with another tenant's ids and credentials.
@Suite struct TenantWallTests {
    /// Two tenants with the same names in them; `mallory` rules the second one only.
    private struct Neighbours: Sendable {
        let service: TestService
        let mallory: String
        let evaluator: String
        let agent: String
        let agentSecret: String
    }

    private func run(_ body: @Sendable (Neighbours) async throws -> Void) async throws {
        try await TestService.run { service in
            try await service.createTenant("acme")
            try await service.insertUser("anne")
            try await service.createServer()
            _ = try await service.createClient("{\"id\":\"desktop\",\"kind\":\"application\",\"redirect_uris\":[\"http://127.0.0.1/cb\"]}")
            try await service.grant("tool:billing/getInvoice#caller@user:anne", "tool:billing/getInvoice#caller@agent:reporter")
            let evaluator = try await service.createTenantWithEnforcementPoint("other")
            let secret = try await service.createClient("{\"id\":\"reporter\",\"kind\":\"agent\"}", in: "other")
            let agent = try await service.token(client: "reporter", secret: secret, scope: "tools:call", in: "other")
            let mallory = try await service.administrator(of: "other")
            try await body(
                Neighbours(service: service, mallory: mallory, evaluator: evaluator, agent: agent, agentSecret: secret))
        }
    }

    private static let bodies: [Path: String] = [
        .users: "{\"name\":\"eve\",\"password\":\"long enough\"}", .user: "{\"disabled\":true}",
        .clients: "{\"id\":\"spy\",\"kind\":\"agent\"}", .client: "{\"disabled\":true}",
        .servers: "{\"name\":\"spy\",\"upstream\":{\"type\":\"http\",\"url\":\"http://127.0.0.1:1/\"},\"tools\":[]}",
        .model: "{\"source\":\"model\\n  schema 1.1\\ntype user\\n\"}", .modelValidation: "{\"source\":\"\"}",
        .relationships: "{\"touch\":[\"role:a#assignee@user:eve\"]}",
        .check: "{\"subject\":\"user:anne\",\"action\":\"can_call\",\"resource\":\"tool:billing/getInvoice\"}",
        .checkMany:
            "{\"questions\":[{\"subject\":\"user:anne\",\"action\":\"can_call\",\"resource\":\"tool:billing/getInvoice\"}]}",
        .explain: "{\"subject\":\"user:anne\",\"action\":\"can_call\",\"resource\":\"tool:billing/getInvoice\"}",
        .expand: "{\"resource\":\"tool:billing/getInvoice\",\"action\":\"can_call\"}",
        .listObjects: "{\"subject\":\"user:anne\",\"action\":\"can_call\",\"type\":\"tool\"}",
        .listSubjects: "{\"resource\":\"tool:billing/getInvoice\",\"action\":\"can_call\",\"type\":\"user\"}",
        .listActions: "{\"subject\":\"user:anne\",\"resource\":\"tool:billing/getInvoice\"}",
        .reach: "{\"resource\":\"tool:billing/getInvoice\"}",
        .relationshipDeletion: "{\"filter\":{\"object_type\":\"tool\"}}",
        .relationshipImport: "\"role:a#assignee@user:eve\"\n",
        .tokenRevocation: "{\"user\":\"anne\"}", .tokenInspection: "{\"token\":\"x\"}",
        .evaluation:
            "{\"subject\":{\"type\":\"user\",\"id\":\"anne\"},\"action\":{\"name\":\"can_call\"},\"resource\":{\"type\":\"tool\",\"id\":\"billing/getInvoice\"}}",
        .evaluations:
            "{\"subject\":{\"type\":\"user\",\"id\":\"anne\"},\"action\":{\"name\":\"can_call\"},\"resource\":{\"type\":\"tool\",\"id\":\"billing/getInvoice\"}}",
    ]

    private static func filled(_ path: Path) -> String {
        let values = ["tenant": "acme", "name": path == .server ? "billing" : "anne", "id": "desktop"]
        return path.parameterNames.reduce(path.template) { $0.replacing("{\($1)}", with: values[$1] ?? "x") }
    }

    @Test func `no management or policy endpoint lets another tenant's credentials in`() async throws {
        try await run { neighbours in
            let service = neighbours.service
            let before = try await service.contents(of: "acme")
            var asked = 0
            for (path, methods) in service.site.table.methods where path.parameterNames.contains("tenant") && Self.isGuarded(path) {
                for method in methods {
                    for credential in [neighbours.mallory, neighbours.evaluator, neighbours.agent] {
                        let body = method == .get ? nil : Self.bodies[path] ?? "{}"
                        let answer = try await service.send(method, Self.filled(path), body, as: credential)
                        #expect([401, 404].contains(answer.status), "\(method) \(path.rawValue): \(answer.status) \(answer.text)")
                        #expect(!answer.text.contains("\"decision\""))
                        #expect(answer.json["allowed"] == nil)
                        asked += 1
                    }
                }
            }
            #expect(asked >= 60)
            #expect(try await service.contents(of: "acme") == before)
        }
    }

    private static func isGuarded(_ path: Path) -> Bool {
        path.rawValue.hasPrefix("/api/") || path == .evaluation || path == .evaluations
    }

    @Test func `a tenant of another looks exactly like one that does not exist`() async throws {
        try await run { neighbours in
            for path in ["", "/users", "/users/anne", "/clients", "/servers", "/relationships", "/model", "/audit"] {
                let real = try await neighbours.service.get("/api/v1/tenants/acme" + path, as: neighbours.mallory)
                let none = try await neighbours.service.get("/api/v1/tenants/nada" + path, as: neighbours.mallory)
                #expect(real.status == 404)
                #expect(real.status == none.status)
                #expect(real.code == none.code)
                #expect(real.json["message"]?.string?.replacing("acme", with: "nada") == none.json["message"]?.string)
            }
        }
    }

    @Test func `a token does not tell a tenant of another from one that does not exist`() async throws {
        try await run { neighbours in
            for path in ["access/v1/evaluation", "access/v1/evaluations"] {
                let body = Self.bodies[.evaluation] ?? ""
                let real = try await neighbours.service.post("/t/acme/\(path)", body, as: neighbours.evaluator)
                let none = try await neighbours.service.post("/t/nada/\(path)", body, as: neighbours.evaluator)
                #expect(real.status == 401)
                #expect(none.status == 401)
                #expect(real.json["message"] == none.json["message"])
                #expect(real.header("WWW-Authenticate") == none.header("WWW-Authenticate"))
            }
        }
    }

    @Test func `a tenant's administrator sees its own tenant and makes no others`() async throws {
        try await run { neighbours in
            let list = try await neighbours.service.get("/api/v1/tenants", as: neighbours.mallory)
            #expect(list.json["items"]?.elements.map { $0["id"]?.string } == ["other"])
            let created = try await neighbours.service.post("/api/v1/tenants", "{\"id\":\"third\"}", as: neighbours.mallory)
            #expect(created.status == 403)
            #expect(created.code == "forbidden")
            #expect(try await neighbours.service.get("/api/v1/tenants/third").status == 404)
        }
    }

    @Test func `trying another tenant is in the audit of one's own`() async throws {
        try await run { neighbours in
            _ = try await neighbours.service.get("/api/v1/tenants/acme/users", as: neighbours.mallory)
            let page = try await neighbours.service.get("/api/v1/tenants/other/audit?outcome=denied")
            #expect(page.json["events"]?.elements.first?["resource"]?.string == "tenant:acme")
        }
    }

    @Test func `a client of another tenant gets no token, and its tokens are unknown`() async throws {
        try await run { neighbours in
            let service = neighbours.service
            let credentials = [(name: "client_id", value: "reporter"), (name: "client_secret", value: neighbours.agentSecret)]
            let issued = try await service.form("/t/acme/token", credentials + [(name: "grant_type", value: "client_credentials")])
            #expect(issued.status == 401)
            #expect(issued.json["error"]?.string == "invalid_client")
            let secret = try await service.createClient("{\"id\":\"resource\",\"kind\":\"resource_server\"}")
            let introspection = try await service.form(
                "/t/acme/introspect",
                [
                    (name: "client_id", value: "resource"), (name: "client_secret", value: secret),
                    (name: "token", value: neighbours.agent),
                ])
            #expect(introspection.status == 200)
            #expect(introspection.text == "{\"active\":false}")
            let inspected = try await service.post("/api/v1/tenants/acme/tokens/inspect", "{\"token\":\"\(neighbours.agent)\"}")
            #expect(inspected.json["active"] == false)
            #expect(inspected.json["sub"] == nil)
            let revoked = try await service.post("/api/v1/tenants/acme/tokens/revoke", "{\"token\":\"\(neighbours.agent)\"}")
            #expect(revoked.json["revoked"] != 1)
            let alive = try await service.post("/api/v1/tenants/other/tokens/inspect", "{\"token\":\"\(neighbours.agent)\"}")
            #expect(alive.json["active"] == true)
        }
    }

    @Test func `a token of another tenant proves nobody`() async throws {
        try await run { neighbours in
            let service = neighbours.service
            let secret = try await service.createClient("{\"id\":\"gateway\",\"kind\":\"resource_server\"}")
            let evaluator = try await service.token(client: "gateway", secret: secret, scope: "access:evaluate")
            let question = """
                {"subject":{"type":"agent","id":"reporter"},"action":{"name":"can_call"},
                "resource":{"type":"tool","id":"billing/getInvoice"},"context":{"subject_token":"\(neighbours.agent)"}}
                """
            let answer = try await service.post("/t/acme/access/v1/evaluation", question, as: evaluator)
            #expect(answer.json["decision"] == false)
            #expect(answer.json["context"]?["reason"]?["code"]?.string == "token_invalid")
        }
    }
}
