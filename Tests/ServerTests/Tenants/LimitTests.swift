import API
import HTTPTypes
import Permissions
import Testing

@testable import Server

/// What questions of a tenant may cost is set by those who run the instance, and counts from the next question on.
@Suite struct LimitTests {
    private static let path = "/api/v1/tenants/acme/limits"

    private func set(_ service: TestService, _ body: String, as key: String? = nil) async throws -> TestAnswer {
        try await service.send(.put, Self.path, body, as: key ?? service.key)
    }

    /// A document that 300 groups may view, one inside the other, with the user in the last one; `but not` keeps it from being plain.
    private func runWithChain(_ body: @Sendable (TestService, String) async throws -> Void) async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            let source = String(decoding: try Wire.encode(["source": QuestionFixture.model]), as: UTF8.self)
            let written = try await service.send(.put, "/api/v1/tenants/acme/model", source, as: service.key)
            try #require(written.status == 200, "\(written.text)")
            let chain = (0..<300).map { "group:g\($0)#member@group:g\($0 + 1)#member" }
            try await service.grant(contentsOf: chain + ["document:plan#viewer@group:g0#member", "group:g300#member@user:anne"])
            try await body(service, token)
        }
    }

    private static let evaluation = """
        {"subject":{"type":"user","id":"anne"},"action":{"name":"can_view"},"resource":{"type":"document","id":"plan"}}
        """

    @Test func `limits nobody has set are the defaults, and what is left out is set back to them`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let defaults = try await service.get(Self.path)
            #expect(
                defaults.json == [
                    "check_depth": 100, "check_milliseconds": 1000, "check_work": 1_000_000, "contextual_relationships": 100,
                    "list_milliseconds": 10_000, "list_work": 10_000_000, "reach_milliseconds": 1000, "relationships": 50_000_000,
                ])
            let tight = try await set(service, #"{"check_work":500}"#)
            #expect(tight.status == 200, "\(tight.text)")
            #expect(tight.json["check_work"] == 500)
            #expect(tight.json["list_work"] == 10_000_000)
            #expect(try await service.get(Self.path).json == tight.json)
            #expect(try await set(service, #"{"list_work":2000}"#).json["check_work"] == 1_000_000)
            #expect(try await set(service, "{}").json == defaults.json)
        }
    }

    @Test(arguments: [
        (#"{"check_work":99}"#, "`check_work` is 99: write a number from 100 to 10000000"),
        (#"{"check_depth":201}"#, "`check_depth` is 201: write a number from 10 to 200"),
        (#"{"list_work":-1}"#, "`list_work` is -1: write a number from 1000 to 100000000"),
        (#"{"contextual_relationships":501}"#, "`contextual_relationships` is 501: write a number from 0 to 500"),
        (#"{"check_milliseconds":9}"#, "`check_milliseconds` is 9: write a number from 10 to 10000"),
        (#"{"list_milliseconds":60001}"#, "`list_milliseconds` is 60001: write a number from 100 to 60000"),
        (#"{"reach_milliseconds":0}"#, "`reach_milliseconds` is 0: write a number from 100 to 10000"),
        (#"{"relationships":-1}"#, "`relationships` is -1: write a number from 0 to 1000000000"),
    ])
    func `a limit out of its range is refused with the range`(body: String, message: String) async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let refused = try await set(service, body)
            #expect(refused.status == 400)
            #expect(refused.code == "invalid_request")
            #expect(refused.text.contains(message), "\(refused.text)")
            #expect(try await service.get(Self.path).json["check_work"] == 1_000_000)
        }
    }

    @Test func `a write beyond the relationships a tenant may have is refused`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            _ = try await set(service, #"{"relationships":1}"#)
            let write = "/api/v1/tenants/acme/relationships"
            #expect(try await service.post(write, #"{"create":["role:r#assignee@user:anne"]}"#).status == 200)
            let refused = try await service.post(write, #"{"create":["role:r#assignee@user:bob"]}"#)
            #expect(refused.status == 409)
            #expect(refused.code == "too_many_relationships")
            #expect(try await service.post(write, #"{"touch":["role:r#assignee@user:anne"]}"#).status == 200)
        }
    }

    @Test func `a limit that is not known, or is no whole number, is refused`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            #expect(try await set(service, #"{"check_speed":1}"#).code == "unknown_member")
            #expect(try await set(service, #"{"check_work":"500"}"#).code == "invalid_request")
            #expect(try await set(service, #"{"check_work":500.5}"#).status == 400)
            #expect(try await service.get(Self.path).json["check_work"] == 1_000_000)
        }
    }

    @Test func `a tenant's own administrator sees the limits and cannot raise them`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let own = try await service.administrator(of: "acme")
            #expect(try await service.get(Self.path, as: own).status == 200)
            let refused = try await set(service, #"{"check_work":10000000}"#, as: own)
            #expect(refused.status == 403)
            #expect(refused.code == "forbidden")
            #expect(try await service.get(Self.path).json["check_work"] == 1_000_000)
        }
    }

    @Test func `the next question of every interface is asked with the new limits`() async throws {
        try await runWithChain { service, token in
            let path = "/t/acme/access/v1/evaluation"
            let check = #"{"subject":"user:anne","action":"can_view","resource":"document:plan"}"#
            #expect(try await service.post(path, Self.evaluation, as: token).json["decision"] == true)
            #expect(try await service.ask("/check", check).json["allowed"] == true)

            _ = try await set(service, #"{"check_work":100,"list_work":1000}"#)
            let decision = try await service.post(path, Self.evaluation, as: token)
            #expect(decision.json["decision"] == false)
            #expect(decision.json["context"]?["reason"]?["code"]?.string == "too_much_work", "\(decision.text)")
            // Refused, and not said to be denied: nothing was decided.
            #expect(decision.json["context"]?["error"]?["status"] == 422)
            let audit = try await service.get("/api/v1/tenants/acme/audit?kind=decision&outcome=failed&limit=1")
            #expect(audit.json["events"]?.elements.first?["decision_id"]?.string == decision.json["context"]?["decision_id"]?.string)
            let answer = try await service.ask("/check", check)
            #expect(answer.json["allowed"] == false)
            #expect(answer.json["decision"]?.string == "undecided")
            #expect(answer.json["code"]?.string == "too_much_work")
            let many = try await service.ask("/check/many", "{\"questions\":[\(check)]}")
            #expect(many.json["answers"]?.elements.first?["code"]?.string == "too_much_work", "\(many.text)")
            #expect(many.json["answers"]?.elements.first?["decision"]?.string == "undecided")

            _ = try await set(service, "{}")
            #expect(try await service.post(path, Self.evaluation, as: token).json["decision"] == true)
            #expect(try await service.ask("/check", check).json["allowed"] == true)
        }
    }

    @Test func `the questions of one request end together`() async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            let model = """
                model
                  schema 1.1
                type user
                type group
                  relations
                    define member: [user]
                type document
                  relations
                    define viewer: [group#member with slow]
                condition slow(numbers: list<int>) {
                  numbers.exists(x, numbers.exists(y, x + y == 1000))
                }
                """
            let source = String(decoding: try Wire.encode(["source": model]), as: UTF8.self)
            try #require(try await service.send(.put, "/api/v1/tenants/acme/model", source, as: service.key).status == 200)
            let grants = (0..<40).map {
                "{\"object\":\"document:plan\",\"relation\":\"viewer\",\"subject\":\"group:\($0)#member\",\"condition\":{\"name\":\"slow\"}}"
            }
            let written = try await service.post("/api/v1/tenants/acme/relationships", "{\"touch\":[\(grants.joined(separator: ","))]}")
            try #require(written.status == 200, "\(written.text)")
            _ = try await set(service, #"{"list_milliseconds":100}"#)
            let numbers = (0..<60).map(String.init).joined(separator: ",")
            let evaluation = Self.evaluation.replacing("can_view", with: "viewer").dropLast()
            let items = Array(repeating: "{}", count: 500).joined(separator: ",")
            let batch = "\(evaluation),\"context\":{\"numbers\":[\(numbers)]},\"evaluations\":[\(items)]}"
            let decisions = try await service.post("/t/acme/access/v1/evaluations", batch, as: token)
            let last = try #require(decisions.json["evaluations"]?.elements.last)
            #expect(decisions.json["evaluations"]?.elements.count == 500)
            #expect(last["decision"] == false)
            #expect(last["context"]?["reason"]?["code"]?.string == "too_much_time", "\(decisions.text.suffix(400))")
            let question =
                "{\"subject\":\"user:anne\",\"action\":\"viewer\",\"resource\":\"document:plan\",\"context\":{\"numbers\":[\(numbers)]}}"
            let different = (0..<500).map { question.replacing("user:anne", with: "user:u\($0)") }.joined(separator: ",")
            let many = try await service.ask("/check/many", "{\"questions\":[\(different)]}")
            #expect(many.json["answers"]?.elements.last?["code"]?.string == "too_much_time", "\(many.text.suffix(300))")
        }
    }

    @Test func `lists and searches keep to their own limit`() async throws {
        try await runWithChain { service, token in
            for start in [0, 600] {
                try await service.grant(contentsOf: (start..<start + 600).map { "document:d\($0)#viewer@user:carl" })
            }
            let list = #"{"subject":"user:carl","action":"can_view","type":"document","limit":1000}"#
            let search = """
                {"subject":{"type":"user","id":"carl"},"action":{"name":"can_view"},"resource":{"type":"document"},"page":{"limit":1000}}
                """
            #expect(try await service.ask("/list/objects", list).json["items"]?.elements.count == 1000)
            let found = try await service.post("/t/acme/access/v1/search/resource", search, as: token)
            #expect(found.status == 200, "\(found.text)")
            _ = try await set(service, #"{"list_work":1000}"#)
            let refused = try await service.ask("/list/objects", list)
            #expect(refused.code == "check_failed", "\(refused.text)")
            #expect(refused.text.contains("1000 steps"))
            #expect(try await service.post("/t/acme/access/v1/search/resource", search, as: token).code == "check_failed")
        }
    }

    @Test func `contextual relationships are as many as the tenant may send`() async throws {
        try await QuestionFixture.run { service in
            let question = """
                {"subject":"user:dora","action":"can_view","resource":"document:plan","relationships":["document:plan#viewer@user:dora"]}
                """
            #expect(try await service.ask("/check", question).json["allowed"] == true)
            _ = try await set(service, #"{"contextual_relationships":0}"#)
            let refused = try await service.ask("/check", question)
            #expect(refused.json["allowed"] == false)
            #expect(refused.json["code"]?.string == "too_many_contextual_relationships", "\(refused.text)")
        }
    }

    @Test func `a change of limits stands in the audit with what was and what is`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            _ = try await set(service, #"{"check_work":500}"#)
            _ = try await set(service, #"{"check_work":100000000}"#)
            let page = try await service.get("/api/v1/tenants/acme/audit?kind=admin")
            let events = page.json["events"]?.elements.filter { $0["action"]?.string == "limits.write" } ?? []
            #expect(events.count == 1)
            #expect(events.first?["subject"]?.string == "administrator:root")
            #expect(events.first?["resource"]?.string == "tenant:acme")
            #expect(events.first?["details"]?["check_work"]?.string == "1000000 -> 500", "\(page.text)")
        }
    }

    @Test func `one tenant's limits are no other's`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            try await service.createTenant("other")
            _ = try await set(service, #"{"check_work":500}"#)
            #expect(try await service.get("/api/v1/tenants/other/limits").json["check_work"] == 1_000_000)
        }
    }
}
