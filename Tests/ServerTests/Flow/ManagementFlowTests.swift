import API
import HTTPTypes
import Testing

@Suite struct ManagementFlowTests {
    @Test func `a tenant, a user, a client, a server and a grant are made and found again`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.createUser("anne")
            let secret = try await service.createClient("{\"id\":\"reporter\",\"kind\":\"agent\"}")
            #expect(secret.hasPrefix("cardea_secret_"))
            try await service.createServer()
            try await service.grant("tool:billing/getInvoice#caller@user:anne")

            let tenant = try await service.get("/api/v1/tenants/acme")
            #expect(tenant.json["issuer"]?.string == "https://auth.example.com/t/acme")
            let user = try await service.get("/api/v1/tenants/acme/users/anne")
            #expect(user.json["name"]?.string == "anne")
            #expect(!user.text.contains("scrypt"))
            let client = try await service.get("/api/v1/tenants/acme/clients/reporter")
            #expect(client.json["client_secret"] == nil)
            #expect(!client.text.contains(secret))
            let server = try await service.get("/api/v1/tenants/acme/servers/billing")
            #expect(server.json["resource_uri"]?.string == "https://mcp.example.com/t/acme/billing")
            let list = try await service.get("/api/v1/tenants/acme/relationships?object=tool%3Abilling%2FgetInvoice&relation=caller")
            #expect(list.text.contains("user:anne"))
        }
    }

    @Test func `check says yes or no, why, and on which revision`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.createServer()
            try await service.grant("role:admin#assignee@user:anne", "server:billing#caller@role:admin#assignee")
            let question = { (user: String) in
                "{\"subject\":\"user:\(user)\",\"action\":\"can_call\",\"resource\":\"tool:billing/getInvoice\"}"
            }
            let allowed = try await service.post("/api/v1/tenants/acme/check", question("anne"))
            #expect(allowed.json["allowed"] == true)
            #expect(allowed.json["reason"]?.string?.contains("role:admin") == true)
            let denied = try await service.post("/api/v1/tenants/acme/check", question("bob"))
            #expect(denied.json["allowed"] == false)
            #expect(denied.json["decision_id"]?.string?.count == 32)
            #expect(denied.json["revision"] == allowed.json["revision"])
        }
    }

    @Test func `a grant and its end are seen by the next question`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.createServer()
            let question = "{\"subject\":\"user:bob\",\"action\":\"can_call\",\"resource\":\"tool:billing/refundInvoice\"}"
            let relationship = "tool:billing/refundInvoice#caller@user:bob"
            #expect(try await service.post("/api/v1/tenants/acme/check", question).json["allowed"] == false)
            try await service.grant(relationship)
            #expect(try await service.post("/api/v1/tenants/acme/check", question).json["allowed"] == true)
            let deleted = try await service.post("/api/v1/tenants/acme/relationships", "{\"delete\":[\"\(relationship)\"]}")
            #expect(deleted.status == 200)
            #expect(try await service.post("/api/v1/tenants/acme/check", question).json["allowed"] == false)
        }
    }

    @Test func `whatever an administrator changes is in the audit with the request's id`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            _ = try await service.send(
                .post, "/api/v1/tenants/acme/users", "{\"name\":\"anne\",\"password\":\"\(TestService.password)\"}", as: service.key,
                headers: .requestID("story-1"))
            let page = try await service.get("/api/v1/tenants/acme/audit?request_id=story-1")
            let event = try #require(page.json["events"]?.elements.first)
            #expect(event["action"]?.string == "user.create")
            #expect(event["resource"]?.string == "user:anne")
            #expect(event["subject"]?.string == "administrator:root")
            #expect(event["outcome"]?.string == "succeeded")
            #expect(!page.text.contains(TestService.password))
        }
    }

    @Test func `the audit comes in pages, newest first`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            for number in 0..<5 { try await service.grant("role:r\(number)#assignee@user:anne") }
            let first = try await service.get("/api/v1/tenants/acme/audit?kind=grant&limit=2")
            #expect(first.json["events"]?.elements.map { $0["resource"]?.string } == ["role:r4", "role:r3"])
            let next = try #require(first.json["next"]?.string)
            let second = try await service.get("/api/v1/tenants/acme/audit?kind=grant&limit=2&before=\(next)")
            #expect(second.json["events"]?.elements.map { $0["resource"]?.string } == ["role:r2", "role:r1"])
        }
    }

    @Test func `a disabled user is shown as disabled and comes back`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.insertUser("anne")
            let path = "/api/v1/tenants/acme/users/anne"
            let disabled = try await service.send(.patch, path, "{\"disabled\":true}", as: service.key)
            #expect(disabled.json["disabled_at"]?.string != nil)
            let enabled = try await service.send(.patch, path, "{\"disabled\":false}", as: service.key)
            #expect(enabled.status == 200)
            #expect(enabled.json["disabled_at"] == nil)
        }
    }

    @Test func `a model of one's own replaces the built-in one`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let source = "model\\n  schema 1.1\\ntype user\\ntype document\\n  relations\\n    define viewer: [user]\\n"
            let answer = try await service.send(.put, "/api/v1/tenants/acme/model", "{\"source\":\"\(source)\"}", as: service.key)
            #expect(answer.status == 200, "\(answer.text)")
            try await service.grant("document:plan#viewer@user:anne")
            let shown = try await service.get("/api/v1/tenants/acme/model")
            #expect(shown.json["source"]?.string?.contains("type document") == true)
        }
    }
}

extension JSONValue {
    /// The elements of an array; empty for anything else.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}
