import API
import HTTPTypes
import Testing

@testable import Server

@Suite struct ListTests {
    @Test func `objects are listed with what is conditional apart`() async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask("/list/objects", #"{"subject":"user:anne","action":"can_view","type":"document"}"#)
            #expect(Set(answer.json["items"]?.strings ?? []) == ["document:plan", "document:open"])
            #expect(answer.json["conditional"]?.strings == ["document:desk"])
            #expect(answer.json["missing"]?.strings == ["place"])
            #expect(answer.json["complete"] == true)
            let overlaid = try await service.ask(
                "/list/objects",
                #"{"subject":"user:anne","action":"can_view","type":"document","relationships":["document:new#owner@user:anne"]}"#)
            #expect(overlaid.json["items"]?.strings.contains("document:new") == true)
        }
    }

    @Test func `subjects are listed with everybody and those left out`() async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask("/list/subjects", #"{"resource":"document:open","action":"can_view","type":"user"}"#)
            #expect(answer.json["items"]?.strings == ["user:*"])
            #expect(answer.json["exclusions"]?.strings == ["user:bob"])
            let sets = try await service.ask(
                "/list/subjects", #"{"resource":"document:plan","action":"viewer","type":"group","relation":"member"}"#)
            #expect(sets.json["items"]?.strings == ["group:eng#member"], "\(sets.text)")
        }
    }

    @Test func `actions are those a check allows`() async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask("/list/actions", #"{"subject":"user:carl","resource":"document:plan"}"#)
            #expect(Set(answer.json["items"]?.strings ?? []) == ["owner", "can_view"])
        }
    }

    @Test func `pages together are the whole list`() async throws {
        try await QuestionFixture.run { service in
            try await service.grant(contentsOf: (0..<25).map { "document:d\($0)#owner@user:zoe" })
            var found: [String] = []
            var after = ""
            var pages = 0
            repeat {
                let body = "{\"subject\":\"user:zoe\",\"action\":\"owner\",\"type\":\"document\",\"limit\":10\(after)}"
                let page = try await service.ask("/list/objects", body)
                try #require(page.status == 200, "\(page.text)")
                found += page.json["items"]?.strings ?? []
                #expect(page.json["complete"] == .bool(page.json["next"] == nil))
                after = page.json["next"]?.string.map { ",\"after\":\"\($0)\"" } ?? ""
                pages += 1
            } while !after.isEmpty && pages < 10
            #expect(found.count == 25)
            #expect(Set(found).count == 25)
            #expect(pages >= 3)
        }
    }

    @Test func `a cursor is worth nothing for another question, tenant or revision`() async throws {
        try await QuestionFixture.run { service in
            let question = #"{"subject":"user:anne","action":"can_view","type":"document","limit":1"#
            let first = try await service.ask("/list/objects", question + "}")
            let next = try #require(first.json["next"]?.string, "\(first.text)")
            let after = ",\"after\":\"\(next)\"}"
            #expect(try await service.ask("/list/objects", question + after).status == 200)
            let other = #"{"subject":"user:bob","action":"can_view","type":"document","limit":1"#
            #expect(try await service.ask("/list/objects", other + after).code == "invalid_cursor")
            let reach = try await service.ask("/reach", #"{"subject":"user:anne""# + after)
            #expect(reach.code == "invalid_cursor")
            try await service.createTenant("other")
            let foreign = try await service.post("/api/v1/tenants/other/list/objects", question + after)
            #expect(foreign.code == "invalid_cursor")
            for forged in ["x", "", "AAAA", String(repeating: "A", count: 1000)] {
                let answer = try await service.ask("/list/objects", question + ",\"after\":\"\(forged)\"}")
                #expect(answer.code == "invalid_cursor", "\(forged)")
            }
        }
    }

    @Test func `pages are of one revision, whatever is written meanwhile`() async throws {
        try await QuestionFixture.run { service in
            try await service.grant(contentsOf: (0..<9).map { "document:d\($0)#owner@user:zoe" })
            for (path, question) in [
                ("/list/objects", #"{"subject":"user:zoe","action":"owner","type":"document""#),
                ("/reach", #"{"subject":"user:zoe""#),
            ] {
                let whole = try await service.ask(path, question + ",\"limit\":1000}")
                var items: [JSONValue] = []
                var after = ""
                repeat {
                    let page = try await service.ask(path, question + ",\"limit\":4\(after)}")
                    try #require(page.status == 200, "\(page.text)")
                    #expect(page.json["revision"] == whole.json["revision"])
                    items += page.json["items"]?.elements ?? []
                    after = page.json["next"]?.string.map { ",\"after\":\"\($0)\"" } ?? ""
                    try await service.grant("document:late-\(items.count)#owner@user:zoe")
                } while !after.isEmpty && items.count < 100
                #expect(items.count >= 9)
                #expect(Set(items) == Set(whole.json["items"]?.elements ?? []))
                #expect(items.count == whole.json["items"]?.elements.count)
                let later = try await service.ask(path, question + ",\"limit\":1000}")
                #expect((later.json["items"]?.elements.count ?? 0) > items.count)
            }
        }
    }

    @Test(arguments: [
        ("/list/objects", #"{"subject":"user:zoe","action":"owner","type":"document""#),
        ("/list/subjects", #"{"resource":"document:d0","action":"viewer","type":"user""#), ("/reach", #"{"subject":"user:zoe""#),
    ])
    func `a caller that wants lines gets every page in one, and can go on from any of them`(path: String, question: String) async throws {
        try await QuestionFixture.run { service in
            try await service.grant(contentsOf: (0..<25).map { "document:d\($0)#owner@user:zoe" })
            try await service.grant(contentsOf: (0..<25).map { "document:d0#viewer@user:u\($0)" })
            let whole = try await service.ask(path, question + ",\"limit\":1000}")
            let answer = try await service.send(
                .post, QuestionFixture.path + path, question + ",\"limit\":4}", as: service.key, headers: [.accept: "application/x-ndjson"])
            try #require(answer.status == 200, "\(answer.text)")
            #expect(answer.header("Content-Type") == "application/x-ndjson")
            #expect(answer.text.hasSuffix("\n"))
            let pages = try answer.text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(pages.count > 4)
            #expect(pages.flatMap { $0["items"]?.elements ?? [] } == whole.json["items"]?.elements)
            #expect(pages.allSatisfy { $0["revision"] == whole.json["revision"] })
            #expect(pages.map { $0["complete"] == true } == pages.indices.map { $0 == pages.count - 1 })
            for (page, following) in zip(pages, pages.dropFirst()) {
                let after = try #require(page["next"]?.string)
                let resumed = try await service.ask(path, question + ",\"limit\":4,\"after\":\"\(after)\"}")
                #expect(resumed.json["items"] == following["items"])
            }
            let refused = try await service.send(
                .post, QuestionFixture.path + path, question + ",\"limit\":0}", as: service.key, headers: [.accept: "application/x-ndjson"])
            #expect(refused.status == 400)
            #expect(refused.code == "invalid_request")
        }
    }

    @Test func `a list whose snapshot was crowded out, or is older than asked for, is begun again`() async throws {
        try await QuestionFixture.run { service in
            let question = #"{"subject":"user:anne","action":"can_view","type":"document","limit":1"#
            let first = try await service.ask("/list/objects", question + "}")
            let after = try #require(first.json["next"]?.string.map { ",\"after\":\"\($0)\"" }, "\(first.text)")
            try await service.grant("document:new#owner@user:zoe")
            #expect(try await service.ask("/list/objects", question + after + "}").status == 200)
            let listed = try await service.get(QuestionFixture.path + "/relationships")
            guard case .integer(let revision)? = listed.json["revision"] else {
                Issue.record("the list has no revision: \(listed.text)")
                return
            }
            let fresh = try await service.ask("/list/objects", question + after + ",\"at_least_as_fresh\":\(revision)}")
            #expect(fresh.status == 409)
            #expect(fresh.code == "revision_changed")
            for number in 0..<SnapshotShelf.capacityPerTenant {
                try await service.grant("document:d\(number)#owner@user:zoe")
                _ = try await service.ask("/list/objects", question + "}")
            }
            let changed = try await service.ask("/list/objects", question + after + "}")
            #expect(changed.status == 409)
            #expect(changed.code == "revision_changed")
        }
    }

    @Test func `everything a subject reaches, and everybody who reaches an object`() async throws {
        try await QuestionFixture.run { service in
            let carl = try await service.ask("/reach", #"{"subject":"user:carl"}"#)
            let reached = carl.json["items"]?.elements.map { "\($0["resource"]?.string ?? "")#\($0["action"]?.string ?? "")" } ?? []
            #expect(Set(reached).isSuperset(of: ["document:plan#owner", "document:plan#can_view", "document:open#can_view"]))
            var found: Set<String> = []
            var after = ""
            var pages = 0
            repeat {
                let page = try await service.ask("/reach", "{\"resource\":\"document:plan\",\"limit\":2\(after)}")
                try #require(page.status == 200, "\(page.text)")
                for item in page.json["items"]?.elements ?? [] {
                    found.insert("\(item["subject"]?.string ?? "") \(item["action"]?.string ?? "")")
                }
                after = page.json["next"]?.string.map { ",\"after\":\"\($0)\"" } ?? ""
                pages += 1
            } while !after.isEmpty && pages < 50
            #expect(found.isSuperset(of: ["user:anne can_view", "user:carl can_view", "user:carl owner", "user:bob blocked"]))
            #expect(!found.contains("user:bob can_view"))
            #expect(pages < 50)
            let both = try await service.ask("/reach", #"{"subject":"user:carl","resource":"document:plan"}"#)
            #expect(both.code == "invalid_request")
            #expect(try await service.ask("/reach", "{}").code == "invalid_request")
        }
    }

    @Test(arguments: [
        #"{"subject":"user:anne","action":"can_view","type":"ghost"}"#, #"{"subject":"user:anne","action":"ghost","type":"document"}"#,
        #"{"subject":"ghost:anne","action":"can_view","type":"document"}"#,
    ])
    func `a list of what the model does not know is refused`(body: String) async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask("/list/objects", body)
            #expect(answer.status == 422)
            #expect(answer.code == "check_failed")
        }
    }

    @Test(arguments: ["0", "1001", "-1"])
    func `a limit that is none is refused`(limit: String) async throws {
        try await QuestionFixture.run { service in
            let body = "{\"subject\":\"user:anne\",\"action\":\"can_view\",\"type\":\"document\",\"limit\":\(limit)}"
            let answer = try await service.ask("/list/objects", body)
            #expect(answer.code == "invalid_request")
        }
    }
}
