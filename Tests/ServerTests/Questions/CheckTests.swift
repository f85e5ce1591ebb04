import API
import HTTPTypes
import Testing

@testable import Server

@Suite struct CheckTests {
    @Test func `a check is allowed, denied or conditional with what is missing`() async throws {
        try await QuestionFixture.run { service in
            let allowed = try await service.ask("/check", #"{"subject":"user:anne","action":"can_view","resource":"document:plan"}"#)
            #expect(allowed.json["decision"]?.string == "allowed")
            #expect(allowed.json["allowed"] == true)
            let denied = try await service.ask("/check", #"{"subject":"user:bob","action":"can_view","resource":"document:plan"}"#)
            #expect(denied.json["decision"]?.string == "denied")
            #expect(denied.json["code"]?.string == "denied")
            let question = #"{"subject":"user:anne","action":"can_view","resource":"document:desk""#
            let open = try await service.ask("/check", question + "}")
            #expect(open.json["decision"]?.string == "conditional")
            #expect(open.json["allowed"] == false)
            #expect(open.json["missing"]?.strings == ["place"])
            let given = try await service.ask("/check", question + #","context":{"place":"office"}}"#)
            #expect(given.json["allowed"] == true)
            let elsewhere = try await service.ask("/check", question + #","context":{"place":"home"}}"#)
            #expect(elsewhere.json["decision"]?.string == "denied")
        }
    }

    @Test func `what the model does not know is denied with its own code`() async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask("/check", #"{"subject":"user:anne","action":"can_fly","resource":"document:plan"}"#)
            #expect(answer.status == 200)
            #expect(answer.json["decision"]?.string == "denied")
            #expect(answer.json["code"]?.string == "unknown_relation")
        }
    }

    @Test func `contextual relationships hold for one question`() async throws {
        try await QuestionFixture.run { service in
            let question = #"{"subject":"user:dora","action":"can_view","resource":"document:plan""#
            let with = try await service.ask("/check", question + #","relationships":["group:eng#member@user:dora"]}"#)
            #expect(with.json["allowed"] == true, "\(with.text)")
            let without = try await service.ask("/check", question + "}")
            #expect(without.json["allowed"] == false)
            let wrong = try await service.ask("/check", question + #","relationships":["group:eng#owner@user:dora"]}"#)
            #expect(wrong.json["code"]?.string == "invalid_contextual_relationship")
            #expect(wrong.json["allowed"] == false)
        }
    }

    @Test func `an agent needs a relation of its own`() async throws {
        try await QuestionFixture.run { service in
            let question = { (agent: String) in
                "{\"subject\":\"user:anne\",\"action\":\"can_view\",\"resource\":\"document:plan\",\"agent\":\"agent:\(agent)\"}"
            }
            #expect(try await service.ask("/check", question("helper")).json["allowed"] == true)
            #expect(try await service.ask("/check", question("other")).json["allowed"] == false)
            let explained = try await service.ask("/explain", question("other"))
            #expect(explained.json["parts"]?.elements.map { $0["decision"]?.string } == ["allowed", "denied"])
            #expect(explained.json["decision"]?.string == "denied")
        }
    }

    @Test func `an older model can be asked, an unknown one is not found`() async throws {
        try await QuestionFixture.run { service in
            let question = #"{"subject":"user:anne","action":"can_view","resource":"document:plan","model":"#
            let older = try await service.ask("/check", question + #""1"}"#)
            #expect(older.json["code"]?.string == "unknown_type")
            let current = try await service.ask("/check", question + #""2"}"#)
            #expect(current.json["allowed"] == true, "\(current.text)")
            let unknown = try await service.ask("/check", question + #""99"}"#)
            #expect(unknown.status == 404)
            #expect(unknown.code == "not_found")
        }
    }

    @Test func `a revision that does not exist yet is refused`() async throws {
        try await QuestionFixture.run { service in
            let question = #"{"subject":"user:anne","action":"can_view","resource":"document:plan","at_least_as_fresh":"#
            let written = try await service.ask("/relationships", #"{"touch":["document:x#owner@user:anne"]}"#)
            guard case .integer(let revision)? = written.json["revision"] else { throw Missing() }
            let fresh = try await service.ask("/check", question + "\(revision)}")
            #expect(fresh.status == 200)
            #expect(fresh.json["revision"] == .integer(revision))
            let future = try await service.ask("/check", question + "\(revision + 1)}")
            #expect(future.status == 400)
            #expect(future.code == "revision_unknown")
        }
    }

    @Test(arguments: [
        ("/check", #""subject":"user:anne","action":"can_view","resource":"document:plan""#),
        ("/explain", #""subject":"user:anne","action":"can_view","resource":"document:plan""#),
        ("/check/many", #""questions":[{"subject":"user:anne","action":"can_view","resource":"document:plan"}]"#),
        ("/expand", #""action":"can_view","resource":"document:plan""#),
        ("/list/objects", #""subject":"user:anne","action":"can_view","type":"document""#),
        ("/list/subjects", #""resource":"document:plan","action":"can_view","type":"user""#),
        ("/list/actions", #""subject":"user:anne","resource":"document:plan""#), ("/reach", #""subject":"user:anne""#),
    ])
    func `every question can ask for everything that is committed, or for a revision, and not for both`(
        path: String, question: String
    ) async throws {
        try await QuestionFixture.run { service in
            try await service.grant("document:x#owner@user:anne")
            let revision = try await service.get(QuestionFixture.path + "/relationships").json["revision"]
            let full = try await service.ask(path, "{\(question),\"fully_consistent\":true}")
            #expect(full.status == 200, "\(full.text)")
            #expect(full.json["revision"] == revision)
            #expect(try await service.ask(path, "{\(question),\"fully_consistent\":false,\"at_least_as_fresh\":1}").status == 200)
            let both = try await service.ask(path, "{\(question),\"fully_consistent\":true,\"at_least_as_fresh\":1}")
            #expect(both.code == "invalid_request")
            let future = try await service.ask(path, "{\(question),\"at_least_as_fresh\":99}")
            #expect(future.code == "revision_unknown")
        }
    }

    @Test func `a revision that was just listed can be asked for beside an import and a writer`() async throws {
        try await QuestionFixture.run { service in
            let lines = (0..<60_000).map { "\"document:d\($0)#owner@user:u\($0 % 100)\"" }.joined(separator: "\n")
            let path = QuestionFixture.path + "/relationships"
            async let imported = service.send(.post, path + "/import", lines, as: service.key, type: "application/x-ndjson")
            async let granted: Void = {
                for number in 0..<50 { try await service.grant("document:w\(number)#owner@user:zoe") }
            }()
            for _ in 0..<100 {
                let listed = try await service.get(path + "?limit=1")
                guard case .integer(let revision)? = listed.json["revision"] else { throw Missing() }
                let question = #"{"subject":"user:anne","action":"can_view","resource":"document:plan","at_least_as_fresh":"#
                let answer = try await service.ask("/check", question + "\(revision)}")
                #expect(answer.status == 200, "\(answer.text)")
            }
            try await granted
            #expect(try await imported.json["committed"] == 60_000)
        }
    }

    @Test func `many questions are answered in their order on one snapshot`() async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask(
                "/check/many",
                """
                {"relationships":["group:eng#member@user:dora"],"questions":[
                {"subject":"user:anne","action":"can_view","resource":"document:plan"},
                {"subject":"user:bob","action":"can_view","resource":"document:plan"},
                {"subject":"user:anne","action":"can_view","resource":"document:desk"},
                {"subject":"user:anne","action":"can_view","resource":"document:desk","context":{"place":"office"}},
                {"subject":"user:dora","action":"can_view","resource":"document:plan"},
                {"subject":"user:anne","action":"can_view","resource":"document:plan","agent":"agent:other"},
                {"subject":"user:anne","action":"can_fly","resource":"document:plan"}]}
                """)
            #expect(answer.status == 200, "\(answer.text)")
            let answers = answer.json["answers"]?.elements ?? []
            #expect(
                answers.map { $0["decision"]?.string } == [
                    "allowed", "denied", "conditional", "allowed", "allowed", "denied", "denied",
                ])
            #expect(answers.last?["code"]?.string == "unknown_relation")
            let audit = try await service.get("/api/v1/tenants/acme/audit?kind=admin&limit=1")
            #expect(audit.json["events"]?.elements.first?["action"]?.string == "check.many")
        }
    }

    @Test func `too many questions, none, and one that is no question are refused`() async throws {
        try await QuestionFixture.run { service in
            let one = #"{"subject":"user:anne","action":"can_view","resource":"document:plan"}"#
            let list = Array(repeating: one, count: 1001).joined(separator: ",")
            #expect(try await service.ask("/check/many", "{\"questions\":[\(list)]}").code == "too_many_items")
            #expect(try await service.ask("/check/many", #"{"questions":[]}"#).code == "invalid_request")
            let bad = try await service.ask(
                "/check/many", "{\"questions\":[\(one),{\"subject\":\"anne\",\"action\":\"a\",\"resource\":\"b:c\"}]}")
            #expect(bad.code == "invalid_reference")
            #expect(bad.json["message"]?.string?.contains("question 2") == true)
            let unknown = try await service.ask("/check/many", "{\"questions\":[\(one.dropLast()),\"modle\":\"1\"}]}")
            #expect(unknown.code == "unknown_member")
        }
    }

    @Test func `an explanation names proof, failed branches and the smallest grants`() async throws {
        try await QuestionFixture.run { service in
            let allowed = try await service.ask("/explain", #"{"subject":"user:anne","action":"can_view","resource":"document:plan"}"#)
            let proof = allowed.json["parts"]?.elements.first?["proof"]?.elements ?? []
            #expect(proof.map { $0["object"]?.string } == ["group:eng", "document:plan"])
            let denied = try await service.ask("/explain", #"{"subject":"user:eve","action":"can_share","resource":"document:plan"}"#)
            let part = denied.json["parts"]?.elements.first
            #expect(part?["decision"]?.string == "denied")
            #expect(part?["failed"]?["kind"]?.string == "relation", "\(denied.text)")
            #expect(part?["grants"]?.elements.isEmpty == false)
        }
    }

    @Test func `a relation is taken apart`() async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask("/expand", #"{"resource":"document:plan","action":"can_view"}"#)
            #expect(answer.json["tree"]?["kind"]?.string == "difference", "\(answer.text)")
            let leaf = try await service.ask("/expand", #"{"resource":"document:plan","action":"owner"}"#)
            #expect(leaf.json["tree"]?["subjects"]?.strings == ["user:carl"])
            let wrong = try await service.ask("/expand", #"{"resource":"document:plan","action":"nothing"}"#)
            #expect(wrong.status == 422)
            #expect(wrong.code == "check_failed")
        }
    }

    struct Missing: Error {}
}
