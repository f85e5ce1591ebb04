import API
import HTTPTypes
import Testing

/// AuthZEN Authorization API 1.0, and the rules a certification asks of it.
@Suite struct EvaluationTests {
    private static let evaluation = "/t/acme/access/v1/evaluation"
    private static let evaluations = "/t/acme/access/v1/evaluations"

    private static func question(_ user: String, _ tool: String = "billing/getInvoice", extra: String = "") -> String {
        """
        {"subject":{"type":"user","id":"\(user)"},"action":{"name":"can_call"},"resource":{"type":"tool","id":"\(tool)"}\(extra)}
        """
    }

    private func run(_ body: @Sendable (TestService, String) async throws -> Void) async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            try await service.createServer()
            try await service.grant("tool:billing/getInvoice#caller@user:anne")
            try await body(service, token)
        }
    }

    @Test func `allowed and denied are both answers`() async throws {
        try await run { service, token in
            let allowed = try await service.post(Self.evaluation, Self.question("anne"), as: token)
            #expect(allowed.status == 200)
            #expect(allowed.header("Content-Type") == "application/json")
            #expect(allowed.json["decision"] == true)
            let denied = try await service.post(Self.evaluation, Self.question("bob"), as: token)
            #expect(denied.status == 200)
            #expect(denied.json["decision"] == false)
            let context = try #require(denied.json["context"])
            #expect(context["reason"]?["code"]?.string == "denied")
            #expect(context["reason"]?["message"]?.string?.isEmpty == false)
            #expect(context["decision_id"]?.string?.count == 32)
            #expect(context["revision"] == allowed.json["context"]?["revision"])
        }
    }

    @Test func `a decision is in the audit under its id and the request's`() async throws {
        try await run { service, token in
            let denied = try await service.send(
                .post, Self.evaluation, Self.question("bob"), as: token, headers: .requestID("call-17"))
            let page = try await service.get("/api/v1/tenants/acme/audit?kind=decision&request_id=call-17")
            let event = try #require(page.json["events"]?.elements.first)
            #expect(event["decision_id"] == denied.json["context"]?["decision_id"])
            #expect(event["subject"]?.string == "user:bob")
            #expect(event["resource"]?.string == "tool:billing/getInvoice")
            #expect(event["outcome"]?.string == "denied")
        }
    }

    @Test(arguments: [
        "", "{", "[]", "\"x\"", "{}",
        #"{"subject":{"type":"user"},"action":{"name":"a"},"resource":{"type":"t","id":"x"}}"#,
        #"{"subject":{"type":"user","id":1},"action":{"name":"a"},"resource":{"type":"t","id":"x"}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{},"resource":{"type":"t","id":"x"}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"a"}}"#,
        #"{"subject":"user:a","action":{"name":"a"},"resource":{"type":"t","id":"x"}}"#,
        #"{"subject":{"type":"user","id":"a"},"subject":{"type":"user","id":"b"},"action":{"name":"a"},"resource":{"type":"t","id":"x"}}"#,
    ])
    func `a malformed question is 400 and no decision`(body: String) async throws {
        try await run { service, token in
            let answer = try await service.post(Self.evaluation, body, as: token)
            #expect(answer.status == 400)
            #expect(answer.json["decision"] == nil)
            let batch = try await service.post(Self.evaluations, body, as: token)
            #expect(batch.status == 400)
        }
    }

    @Test func `another media type is refused`() async throws {
        try await run { service, token in
            let answer = try await service.send(.post, Self.evaluation, Self.question("anne"), as: token, type: "text/plain")
            #expect(answer.status == 400)
        }
    }

    @Test(arguments: [
        #","unknown":{"a":[1,2]}"#, #","context":{"time":"2026-01-01T00:00:00Z","nested":{"a":[null,true,1.5]}}"#, #","context":{}"#,
    ])
    func `members nobody knows and contexts nobody reads change nothing`(extra: String) async throws {
        try await run { service, token in
            let anne = try await service.post(Self.evaluation, Self.question("anne", extra: extra), as: token)
            #expect(anne.json["decision"] == true)
            let bob = try await service.post(Self.evaluation, Self.question("bob", extra: extra), as: token)
            #expect(bob.json["decision"] == false)
        }
    }

    @Test(arguments: ["type nobody", "no such relation", "an id with a space"])
    func `what the model does not know is denied, not an error`(what: String) async throws {
        try await run { service, token in
            let body =
                switch what {
                case "type nobody":
                    #"{"subject":{"type":"ghost","id":"a"},"action":{"name":"can_call"},"resource":{"type":"tool","id":"x"}}"#
                case "no such relation":
                    #"{"subject":{"type":"user","id":"a"},"action":{"name":"fly"},"resource":{"type":"tool","id":"x"}}"#
                default: #"{"subject":{"type":"user","id":"a b"},"action":{"name":"can_call"},"resource":{"type":"tool","id":"x"}}"#
                }
            let answer = try await service.post(Self.evaluation, body, as: token)
            #expect(answer.status == 200)
            #expect(answer.json["decision"] == false)
            #expect(answer.json["context"]?["reason"]?["code"]?.string != "allowed")
        }
    }

    @Test func `a batch keeps count and order, and a bad item is a refusal in its place`() async throws {
        try await run { service, token in
            let body = """
                {"subject":{"type":"user","id":"anne"},"action":{"name":"can_call"},"options":{"evaluations_semantic":"execute_all"},
                "evaluations":[{"resource":{"type":"tool","id":"billing/getInvoice"}},{"context":{}},
                {"resource":{"type":"tool","id":"billing/refundInvoice"}},
                {"subject":{"type":"user","id":"bob"},"resource":{"type":"tool","id":"billing/getInvoice"}}]}
                """
            let answer = try await service.post(Self.evaluations, body, as: token)
            #expect(answer.status == 200, "\(answer.text)")
            let decisions = answer.json["evaluations"]?.elements ?? []
            #expect(decisions.map { $0["decision"] } == [true, false, false, false])
            #expect(decisions.count == 4)
        }
    }

    @Test(arguments: [("deny_on_first_deny", [true, false]), ("permit_on_first_permit", [true])])
    func `a short semantic ends with the answer that settles it`(semantic: String, expected: [Bool]) async throws {
        try await run { service, token in
            let body = """
                {"subject":{"type":"user","id":"anne"},"action":{"name":"can_call"},"options":{"evaluations_semantic":"\(semantic)"},
                "evaluations":[{"resource":{"type":"tool","id":"billing/getInvoice"}},{"resource":{"type":"tool","id":"billing/refundInvoice"}},
                {"resource":{"type":"tool","id":"billing/getInvoice"}}]}
                """
            let answer = try await service.post(Self.evaluations, body, as: token)
            #expect(answer.json["evaluations"]?.elements.map { $0["decision"] } == expected.map { JSONValue.bool($0) })
        }
    }

    @Test(arguments: ["", #","evaluations":[]"#])
    func `a batch of nothing is one question and is answered like one`(extra: String) async throws {
        try await run { service, token in
            let answer = try await service.post(Self.evaluations, Self.question("anne", extra: extra), as: token)
            #expect(answer.json["decision"] == true)
            #expect(answer.json["evaluations"] == nil)
        }
    }

    @Test func `properties reach conditions under their owner's name, and a context cannot stand in for them`() async throws {
        try await run { service, token in
            let model = """
                model\\n  schema 1.1\\ntype user\\ntype record\\n  relations\\n    define delete: [user with soft_only]\\n\
                condition soft_only(action_soft: bool) {\\n  action_soft\\n}\\n
                """
            let other = try await service.createTenantWithEnforcementPoint("records")
            let written = try await service.send(.put, "/api/v1/tenants/records/model", "{\"source\":\"\(model)\"}", as: service.key)
            #expect(written.status == 200, "\(written.text)")
            let touched = try await service.post(
                "/api/v1/tenants/records/relationships",
                #"{"touch":[{"object":"record:r1","relation":"delete","subject":"user:alice","condition":{"name":"soft_only"}}]}"#)
            #expect(touched.status == 200, "\(touched.text)")
            let question = { (soft: String, context: String) in
                """
                {"subject":{"type":"user","id":"alice"},"action":{"name":"delete","properties":{"soft":\(soft)}},
                "resource":{"type":"record","id":"r1"},"context":\(context)}
                """
            }
            let path = "/t/records/access/v1/evaluation"
            #expect(try await service.post(path, question("true", "{}"), as: other).json["decision"] == true)
            #expect(try await service.post(path, question("false", "{}"), as: other).json["decision"] == false)
            let forged = try await service.post(path, question("false", #"{"action_soft":true}"#), as: other)
            #expect(forged.json["decision"] == false)
            #expect(token.isEmpty == false)
        }
    }

    @Test func `an agent that acts for a user needs both`() async throws {
        try await run { service, token in
            let question = Self.question("anne", extra: #","context":{"agent":"agent:desktop"}"#)
            #expect(try await service.post(Self.evaluation, question, as: token).json["decision"] == false)
            try await service.grant("server:billing#delegate@agent:desktop")
            #expect(try await service.post(Self.evaluation, question, as: token).json["decision"] == true)
            let alone =
                #"{"subject":{"type":"agent","id":"desktop"},"action":{"name":"can_call"},"resource":{"type":"tool","id":"billing/getInvoice"}}"#
            #expect(try await service.post(Self.evaluation, alone, as: token).json["decision"] == false)
        }
    }

    @Test func `the resource that the arguments name is asked as well`() async throws {
        try await run { service, token in
            let question = Self.question(
                "anne", extra: #","context":{"resource":{"type":"resource","id":"invoice/7","action":"can_view"}}"#)
            #expect(try await service.post(Self.evaluation, question, as: token).json["decision"] == false)
            try await service.grant("resource:invoice/7#viewer@user:anne")
            #expect(try await service.post(Self.evaluation, question, as: token).json["decision"] == true)
        }
    }

    @Test func `an enforcement point needs a token with the scope, for the issuer`() async throws {
        try await run { service, _ in
            let secret = try await service.createClient("{\"id\":\"reporter\",\"kind\":\"agent\"}")
            let token = try await service.token(client: "reporter", secret: secret, scope: "tools:call")
            let forbidden = try await service.post(Self.evaluation, Self.question("anne"), as: token)
            #expect(forbidden.status == 403)
            #expect(forbidden.header("WWW-Authenticate")?.contains("insufficient_scope") == true)
            let elsewhere = try await service.token(
                client: "reporter", secret: secret, scope: "tools:call", resource: "https://mcp.example.com/t/acme/billing")
            #expect(try await service.post(Self.evaluation, Self.question("anne"), as: elsewhere).status == 401)
            #expect(try await service.post(Self.evaluation, Self.question("anne"), as: service.key).json["decision"] == true)
        }
    }

    @Test func `the subject's token has to be the subject's, and alive`() async throws {
        try await run { service, token in
            let secret = try await service.createClient("{\"id\":\"reporter\",\"kind\":\"agent\"}")
            try await service.grant("tool:billing/getInvoice#caller@agent:reporter")
            let own = try await service.token(
                client: "reporter", secret: secret, scope: "tools:call", resource: "https://mcp.example.com/t/acme/billing")
            let question = { (type: String, id: String, token: String) in
                """
                {"subject":{"type":"\(type)","id":"\(id)"},"action":{"name":"can_call"},
                "resource":{"type":"tool","id":"billing/getInvoice"},"context":{"subject_token":"\(token)"}}
                """
            }
            #expect(try await service.post(Self.evaluation, question("agent", "reporter", own), as: token).json["decision"] == true)
            let stolen = try await service.post(Self.evaluation, question("user", "anne", own), as: token)
            #expect(stolen.json["decision"] == false)
            #expect(stolen.json["context"]?["reason"]?["code"]?.string == "token_invalid")
            let forged = try await service.post(Self.evaluation, question("agent", "reporter", own + "x"), as: token)
            #expect(forged.json["context"]?["reason"]?["code"]?.string == "token_invalid")
            let revoked = try await service.post("/api/v1/tenants/acme/tokens/revoke", "{\"token\":\"\(own)\"}")
            #expect(revoked.json["revoked"] == 1)
            let after = try await service.post(Self.evaluation, question("agent", "reporter", own), as: token)
            #expect(after.json["decision"] == false)
            #expect(after.json["context"]?["reason"]?["code"]?.string == "token_revoked")
        }
    }

    @Test func `where the endpoints are is told to everybody`() async throws {
        try await run { service, _ in
            let answer = try await service.send(.get, "/.well-known/authzen-configuration/t/acme", as: nil)
            #expect(answer.status == 200)
            #expect(answer.json["policy_decision_point"]?.string == "https://auth.example.com/t/acme")
            #expect(answer.json["access_evaluation_endpoint"]?.string == "https://auth.example.com/t/acme/access/v1/evaluation")
        }
    }
}
