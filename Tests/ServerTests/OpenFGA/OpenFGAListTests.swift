import API
import Testing

@testable import Server

/// Lists longer than a page.
@Suite struct OpenFGAListTests {
    private static let question = "{\"user\":\"user:anne\",\"relation\":\"can_view\",\"type\":\"document\"}"

    @Test func `a stream has all objects once, from one snapshot in several pages`() async throws {
        try await OpenFGAFixture.run { store in
            try await store.insert((0..<7_500).map { "document:\($0)#viewer@user:anne" })
            try await store.insert(["document:7#blocked@user:anne"])
            let streamed = try await store.ask("streamed-list-objects", Self.question)
            let objects = try streamed.text.split(separator: "\n").map {
                try JSONValue(parsing: Array($0.utf8))["result"]?["object"]?.string ?? ""
            }
            #expect(objects.count == 7_499)
            #expect(Set(objects) == Set((0..<7_500).filter { $0 != 7 }.map { "document:\($0)" }))
            // Each page is found for itself, and each is in the audit.
            let audit = try await store.service.get("/api/v1/tenants/acme/audit?kind=decision&limit=4")
            #expect(
                audit.json["events"]?.elements.compactMap { $0["reason"]?.string }
                    == ["499 objects", "4000 objects", "2000 objects", "1000 objects"], "\(audit.text)")
            let cut = try await store.ask("list-objects", Self.question)
            #expect(cut.json["objects"]?.elements.count == 1_000)
            #expect(cut.header("Cardea-List-Complete") == "false")
        }
    }

    @Test func `a list follows a chain that is deeper than a check may be, as in OpenFGA`() async throws {
        try await OpenFGAFixture.run { store in
            let nested = OpenFGAFixture.model.replacing("define member: [user]", with: "define member: [user, group#member]")
            _ = try await OpenFGAFixture.write(model: nested, to: store.id, store.service)
            try await store.insert(["group:0#member@user:anne"] + (1...60).map { "group:\($0)#member@group:\($0 - 1)#member" })
            let question = "{\"user\":\"user:anne\",\"relation\":\"member\",\"type\":\"group\"}"
            let list = try await store.ask("list-objects", question)
            #expect(list.json["objects"]?.elements.count == 61, "\(list.text)")
            let check = try await store.ask("check", "{\"tuple_key\":\(OpenFGAFixture.tuple("user:anne", "member", "group:60"))}")
            #expect(check.code == "authorization_model_resolution_too_complex", "\(check.text)")
        }
    }

    @Test func `what is wrong with a stream's question is an error and no stream`() async throws {
        try await OpenFGAFixture.run { store in
            let answer = try await store.ask("streamed-list-objects", Self.question.replacing("can_view", with: "no_such"))
            #expect(answer.status == 400 && answer.code == "relation_not_found", "\(answer.text)")
        }
    }

    @Test func `those who are excluded do not count toward the users of a list`() async throws {
        try await OpenFGAFixture.run { store in
            try await store.insert((0..<1_200).map { "document:plan#blocked@user:blocked-\($0)" })
            try await store.insert(["document:plan#viewer@user:*"] + (0..<30).map { "document:plan#viewer@user:u\($0)" })
            let answer = try await store.ask(
                "list-users",
                "{\"object\":{\"type\":\"document\",\"id\":\"plan\"},\"relation\":\"can_view\",\"user_filters\":[{\"type\":\"user\"}]}")
            let users = answer.json["users"]?.elements ?? []
            #expect(users.count { $0["object"] != nil } == 30, "\(answer.text.prefix(300))")
            #expect(users.count { $0["wildcard"] != nil } == 1)
            #expect(answer.header("Cardea-List-Complete") == "true")
        }
    }
}
