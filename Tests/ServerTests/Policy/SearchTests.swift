import API
import HTTPTypes
import Testing

/// The searches of AuthZEN Authorization API 1.0 §8, on the fixture of its certification scenario.
struct SearchTests {
    private static let model = """
        model
          schema 1.1
        type user
        type agent
        type record
          relations
            define read: [user, user:*]
            define write: [user]
            define delete: [user with soft_only]
            define audit: [user, agent]
            define audit_for_user: [agent]
        condition soft_only(action_soft: bool) {
          action_soft
        }
        """

    private func run(_ body: @Sendable (TestService, String) async throws -> Void) async throws {
        try await TestService.run { service in
            let token = try await service.createTenantWithEnforcementPoint()
            let model = try await service.send(
                .put, "/api/v1/tenants/acme/model", String(decoding: try Wire.encode(["source": Self.model]), as: UTF8.self),
                as: service.key)
            try #require(model.status == 200, "\(model.text)")
            try await service.grant(
                "record:record-1#read@user:alice", "record:record-1#read@user:bob", "record:record-1#write@user:alice",
                "record:record-2#write@user:bob")
            let conditional = try await service.post(
                "/api/v1/tenants/acme/relationships",
                #"{"touch":[{"object":"record:record-1","relation":"delete","subject":"user:alice","condition":{"name":"soft_only"}}]}"#)
            try #require(conditional.status == 200, "\(conditional.text)")
            try await body(service, token)
        }
    }

    private static func results(_ answer: TestAnswer) -> [String] {
        (answer.json["results"]?.elements ?? []).map { $0["name"]?.string ?? "\($0["type"]?.string ?? ""):\($0["id"]?.string ?? "")" }
    }

    private static let subject = "/t/acme/access/v1/search/subject"
    private static let resource = "/t/acme/access/v1/search/resource"
    private static let action = "/t/acme/access/v1/search/action"

    @Test func `who, on what, and what are found`() async throws {
        try await run { service, token in
            let who = try await service.post(
                Self.subject,
                #"{"subject":{"type":"user","id":"ignored"},"action":{"name":"read"},"resource":{"type":"record","id":"record-1"}}"#,
                as: token)
            #expect(who.status == 200, "\(who.text)")
            #expect(Set(Self.results(who)) == ["user:alice", "user:bob"])
            #expect(who.json["page"]?["next_token"] == "")
            let what = try await service.post(
                Self.resource, #"{"subject":{"type":"user","id":"bob"},"action":{"name":"write"},"resource":{"type":"record"}}"#, as: token)
            #expect(Self.results(what) == ["record:record-2"])
            let actions = try await service.post(
                Self.action, #"{"subject":{"type":"user","id":"alice"},"resource":{"type":"record","id":"record-1"}}"#, as: token)
            // What needs a value that was not sent is no result.
            #expect(Set(Self.results(actions)) == ["read", "write"])
        }
    }

    @Test func `properties reach the conditions of a search`() async throws {
        try await run { service, token in
            for (soft, expected) in [("true", ["record:record-1"]), ("false", [])] {
                let found = try await service.post(
                    Self.resource,
                    """
                    {"subject":{"type":"user","id":"alice"},"action":{"name":"delete","properties":{"soft":\(soft)}},"resource":{"type":"record"}}
                    """, as: token)
                #expect(Self.results(found) == expected)
            }
        }
    }

    @Test(arguments: [
        #"{"subject":{"type":"user","id":"nobody"},"action":{"name":"read"},"resource":{"type":"record"}}"#,
        #"{"subject":{"type":"ghost","id":"x"},"action":{"name":"read"},"resource":{"type":"record"}}"#,
        #"{"subject":{"type":"user","id":"alice"},"action":{"name":"fly"},"resource":{"type":"record"}}"#,
        #"{"subject":{"type":"user","id":"alice"},"action":{"name":"read"},"resource":{"type":"ghost"}}"#,
        #"{"subject":{"type":"user","id":"a b"},"action":{"name":"read"},"resource":{"type":"record"}}"#,
    ])
    func `names nobody knows have no results`(body: String) async throws {
        try await run { service, token in
            let found = try await service.post(Self.resource, body, as: token)
            #expect(found.status == 200, "\(found.text)")
            #expect(found.json["results"] == [])
        }
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"subject":{"type":"user","id":"a"},"action":{"name":"read"}}"#,
        #"{"subject":{"id":"a"},"action":{"name":"read"},"resource":{"type":"record"}}"#,
        #"{"subject":{"type":"user"},"action":{"name":"read"},"resource":{"type":"record"}}"#,
        #"{"subject":{"type":"user","id":1},"action":{"name":"read"},"resource":{"type":"record"}}"#,
        #"{"subject":{"type":"user","id":"a"},"resource":{"type":"record"}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"read"},"resource":{"type":"record"},"page":{"limit":-1}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"read"},"resource":{"type":"record"},"page":{"token":7}}"#,
        #"{"subject":{"type":"user","id":"a"},"action":{"name":"read"},"resource":{"type":"record"},"page":[]}"#,
    ])
    func `a malformed search is 400`(body: String) async throws {
        try await run { service, token in
            let answer = try await service.post(Self.resource, body, as: token)
            #expect(answer.status == 400)
        }
    }

    @Test func `pages are of one revision, whatever is written meanwhile`() async throws {
        try await run { service, token in
            for number in 0..<7 { try await service.grant("record:page-\(number)#write@user:carol") }
            func page(_ token_: String, limit: Int = 3) -> String {
                """
                {"subject":{"type":"user","id":"carol"},"action":{"name":"write"},"resource":{"type":"record"},
                "page":{"limit":\(limit),"token":"\(token_)"}}
                """
            }
            var found: [String] = []
            var next = ""
            var pages = 0
            repeat {
                let answer = try await service.post(Self.resource, page(next), as: token)
                try #require(answer.status == 200, "\(answer.text)")
                found += Self.results(answer)
                next = answer.json["page"]?["next_token"]?.string ?? ""
                pages += 1
                try await service.grant("record:late-\(pages)#write@user:carol")
            } while !next.isEmpty && pages < 10
            #expect(pages == 3)
            #expect(found.sorted() == (0..<7).map { "record:page-\($0)" })
            let first = try await service.post(Self.resource, page(""), as: token)
            let cursor = try #require(first.json["page"]?["next_token"]?.string)
            let other = page(cursor).replacing("carol", with: "alice")
            let misused = try await service.post(Self.resource, other, as: token)
            #expect(misused.status == 400)
            #expect(misused.code == "invalid_cursor")
            #expect(try await service.post(Self.resource, page("not-a-cursor"), as: token).code == "invalid_cursor")
        }
    }

    @Test func `a page without room has nothing, and a list goes on with pages of the same size only`() async throws {
        try await run { service, token in
            try await service.grant("record:a#write@user:carol")
            func page(_ limit: Int, _ token_: String) -> String {
                """
                {"subject":{"type":"user","id":"carol"},"action":{"name":"write"},"resource":{"type":"record"},
                "page":{"limit":\(limit),"token":"\(token_)"}}
                """
            }
            let none = try await service.post(Self.resource, page(0, ""), as: token)
            #expect(none.status == 200 && Self.results(none).isEmpty)
            let next = try #require(none.json["page"]?["next_token"]?.string)
            #expect(!next.isEmpty)
            let again = try await service.post(Self.resource, page(0, next), as: token)
            #expect(again.status == 200 && Self.results(again).isEmpty && again.json["page"]?["next_token"]?.string == next)
            let other = try await service.post(Self.resource, page(5, next), as: token)
            #expect(other.status == 400 && other.code == "invalid_cursor", "\(other.text)")
            #expect(Self.results(try await service.post(Self.resource, page(5, ""), as: token)) == ["record:a"])
        }
    }

    @Test func `a cursor of another tenant is worth nothing`() async throws {
        try await run { service, token in
            try await service.grant("record:a#write@user:carol", "record:b#write@user:carol")
            let body =
                #"{"subject":{"type":"user","id":"carol"},"action":{"name":"write"},"resource":{"type":"record"},"page":{"limit":1}}"#
            let first = try await service.post(Self.resource, body, as: token)
            let cursor = try #require(first.json["page"]?["next_token"]?.string)
            let other = try await service.createTenantWithEnforcementPoint("other")
            let answer = try await service.post(
                "/t/other/access/v1/search/resource", body.replacing(#""limit":1"#, with: #""limit":1,"token":"\#(cursor)""#), as: other)
            #expect(answer.code == "invalid_cursor")
        }
    }

    @Test func `an agent finds what both it and the subject may`() async throws {
        try await run { service, token in
            try await service.grant(
                "record:r1#audit@user:carol", "record:r2#audit@user:carol", "record:r2#audit_for_user@agent:desk",
                "record:r3#audit_for_user@agent:desk")
            let found = try await service.post(
                Self.resource,
                #"{"subject":{"type":"user","id":"carol"},"action":{"name":"audit"},"resource":{"type":"record"},"context":{"agent":"agent:desk"}}"#,
                as: token)
            #expect(Self.results(found) == ["record:r2"])
        }
    }

    @Test func `an agent that may not act for others finds itself`() async throws {
        try await run { service, token in
            try await service.grant("record:r1#audit@agent:desk", "record:r1#audit@user:carol", "record:r2#audit@user:carol")
            for (record, expected) in [("r1", ["agent:desk"]), ("r2", [])] {
                let body = """
                    {"subject":{"type":"agent"},"action":{"name":"audit"},"resource":{"type":"record","id":"\(record)"},
                    "context":{"agent":"agent:desk"}}
                    """
                #expect(Self.results(try await service.post(Self.subject, body, as: token)) == expected)
            }
            let users = """
                {"subject":{"type":"user"},"action":{"name":"audit"},"resource":{"type":"record","id":"r1"},"context":{"agent":"agent:desk"}}
                """
            #expect(Self.results(try await service.post(Self.subject, users, as: token)).isEmpty)
        }
    }

    @Test func `the resource that a tool call names counts in a search as in an evaluation`() async throws {
        try await run { service, token in
            try await service.grant("record:open#read@user:*", "record:open#write@user:alice", "record:open#write@user:bob")
            let write = "\"action\":{\"name\":\"write\"}"
            func context(_ record: String, _ action: String) -> String {
                "\"context\":{\"resource\":{\"type\":\"record\",\"id\":\"\(record)\",\"action\":\"\(action)\"}}}"
            }
            let who = "{\"subject\":{\"type\":\"user\"},\(write),\"resource\":{\"type\":\"record\",\"id\":\"open\"},"
            let what = "{\"subject\":{\"type\":\"user\",\"id\":\"bob\"},\(write),\"resource\":{\"type\":\"record\"},"
            let which = "{\"subject\":{\"type\":\"user\",\"id\":\"bob\"},\"resource\":{\"type\":\"record\",\"id\":\"open\"},"
            func results(_ path: String, _ body: String) async throws -> Set<String> {
                Set(Self.results(try await service.post(path, body, as: token)))
            }
            #expect(try await results(Self.subject, who + context("record-2", "write")) == ["user:bob"])
            #expect(try await results(Self.resource, what + context("record-2", "write")) == ["record:open", "record:record-2"])
            #expect(try await results(Self.resource, what + context("record-1", "write")).isEmpty)
            #expect(try await results(Self.action, which + context("record-2", "write")) == ["read", "write"])
            #expect(try await results(Self.action, which + context("record-1", "write")).isEmpty)
            #expect(try await results(Self.action, which + context("a b", "write")).isEmpty)
            let everybody = try await service.post(
                Self.subject, who.replacing("\"write\"", with: "\"read\"") + context("record-1", "read"), as: token)
            #expect(everybody.status == 400 && everybody.code == "invalid_request", "\(everybody.text)")
        }
    }

    @Test func `a search needs a credential of the tenant, and is in the audit`() async throws {
        try await run { service, token in
            let body = #"{"subject":{"type":"user","id":"alice"},"resource":{"type":"record","id":"record-1"}}"#
            #expect(try await service.send(.post, Self.action, body, as: nil).status == 401)
            let stranger = try await service.createTenantWithEnforcementPoint("other")
            #expect(try await service.post(Self.action, body, as: stranger).status == 401)
            _ = try await service.send(.post, Self.action, body, as: token, headers: .requestID("search-1"))
            let page = try await service.get("/api/v1/tenants/acme/audit?kind=decision&request_id=search-1")
            let event = try #require(page.json["events"]?.elements.first)
            #expect(event["action"]?.string == "search_action:")
            #expect(event["subject"]?.string == "user:alice")
        }
    }

    @Test func `where to search is told`() async throws {
        try await run { service, _ in
            let answer = try await service.send(.get, "/.well-known/authzen-configuration/t/acme", as: nil)
            #expect(answer.json["search_resource_endpoint"]?.string == "https://auth.example.com/t/acme/access/v1/search/resource")
        }
    }
}
