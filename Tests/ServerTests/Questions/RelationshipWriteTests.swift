import API
import HTTPTypes
import HummingbirdTesting
import Store
import Testing

@testable import Server

@Suite struct RelationshipWriteTests {
    @Test func `creating what is there is refused, or ignored when that is asked for`() async throws {
        try await QuestionFixture.run { service in
            let create = #"{"create":["document:plan#owner@user:carl"]"#
            let refused = try await service.ask("/relationships", create + "}")
            #expect(refused.status == 409)
            #expect(refused.code == "relationship_exists")
            #expect(try await service.ask("/relationships", create + #","on_duplicate":"ignore"}"#).status == 200)
            let fresh = try await service.ask("/relationships", #"{"create":["document:new#owner@user:carl"]}"#)
            #expect(fresh.status == 200)
            let word = try await service.ask("/relationships", create + #","on_duplicate":"maybe"}"#)
            #expect(word.code == "invalid_request")
        }
    }

    @Test func `a step that is refused is named by its place in the body`() async throws {
        try await QuestionFixture.run { service in
            let bad = #"document:new#nothing@user:carl"#
            let good = (1...3).map { "\"document:new#owner@user:u\($0)\"" }
            let many = try await service.ask(
                "/relationships", "{\"touch\":[\(good[0])],\"create\":[\(good[1]),\"\(bad)\"],\"delete\":[\(good[2])]}")
            #expect(many.status == 422 && many.text.contains("`create` 2: the type"), "\(many.text)")
            let one = try await service.ask("/relationships", "{\"touch\":[\"\(bad)\"]}")
            #expect(one.status == 422 && one.text.contains("\"the type `document` has no relation"), "\(one.text)")
        }
    }

    @Test(arguments: [
        #""relation":"own er""#, #""relation":"""#, ##""subject_type":"user","subject_id":"a","subject_relation":"a#b""##,
    ])
    func `a pattern with a name that no relation may have is refused, and nothing is done`(part: String) async throws {
        try await QuestionFixture.run { service in
            let pattern = "{\"object_type\":\"document\",\"object_id\":\"plan\",\(part)}"
            let guarded =
                "{\"touch\":[\"document:plan#owner@user:dora\"],\"preconditions\":[{\"must_match\":false,\"pattern\":\(pattern)}]}"
            for (path, body) in [("/relationships", guarded), ("/relationships/delete", "{\"filter\":\(pattern)}")] {
                let refused = try await service.ask(path, body)
                #expect(refused.status == 400 && refused.code == "invalid_reference", "\(path): \(refused.text)")
            }
            let list = try await service.get(QuestionFixture.path + "/relationships?subject=user%3Adora")
            #expect(list.json["items"]?.elements.isEmpty == true)
            #expect(try await service.get(QuestionFixture.path + "/relationships?relation=own%20er").code == "invalid_reference")
        }
    }

    @Test func `a pattern with an empty relation of the subject means subjects that are no sets`() async throws {
        try await QuestionFixture.run { service in
            let pattern = #"{"object_type":"document","relation":"owner","subject_type":"user","subject_id":"carl","subject_relation":""}"#
            let write = #"{"touch":["document:new#owner@user:dora"],"preconditions":[{"must_match":true,"pattern":"# + pattern + "}]}"
            let written = try await service.ask("/relationships", write)
            #expect(written.status == 200, "\(written.text)")
            let deleted = try await service.ask("/relationships/delete", "{\"filter\":\(pattern)}")
            #expect(deleted.status == 200 && deleted.json["deleted"] != 0, "\(deleted.text)")
            #expect(try await service.ask("/relationships", write).code == "precondition_failed")
        }
    }

    @Test func `an end that is no day of the calendar is refused`() async throws {
        try await QuestionFixture.run { service in
            for end in ["2099-02-30T00:00:00Z", "2099-01-01T24:00:00Z", "99999-01-01T00:00:00Z"] {
                let touch = "{\"object\":\"document:new\",\"relation\":\"owner\",\"subject\":\"user:carl\",\"expires_at\":\"\(end)\"}"
                let refused = try await service.ask("/relationships", "{\"touch\":[\(touch)]}")
                #expect(refused.status == 400 && refused.code == "invalid_request", "\(refused.text)")
            }
        }
    }

    @Test func `deleting what is not there is missed only when that is asked for`() async throws {
        try await QuestionFixture.run { service in
            let delete = #"{"delete":["document:plan#owner@user:nobody"]"#
            #expect(try await service.ask("/relationships", delete + "}").status == 200)
            let missed = try await service.ask("/relationships", delete + #","on_missing":"error"}"#)
            #expect(missed.status == 409)
            #expect(missed.code == "relationship_missing")
        }
    }

    @Test func `a precondition that does not hold leaves everything as it was`() async throws {
        try await QuestionFixture.run { service in
            let write = #"{"touch":["document:plan#owner@user:dora"],"preconditions":[{"must_match":true,"pattern":"#
            let failed = try await service.ask(
                "/relationships", write + #"{"object_type":"document","object_id":"plan","relation":"owner","subject_id":"eve"}}]}"#)
            #expect(failed.status == 412)
            #expect(failed.code == "precondition_failed")
            let list = try await service.get(QuestionFixture.path + "/relationships?subject=user%3Adora")
            #expect(list.json["items"]?.elements.isEmpty == true)
            let held = try await service.ask(
                "/relationships", write + #"{"object_type":"document","object_id":"plan","relation":"owner","subject_id":"carl"}}]}"#)
            #expect(held.status == 200, "\(held.text)")
            let misspelt = try await service.ask("/relationships", write + #"{"object_type":"document","objectid":"plan"}}]}"#)
            #expect(misspelt.code == "unknown_member")
        }
    }

    @Test func `the audit of a grant says on what it depends and when it ends`() async throws {
        try await QuestionFixture.run { service in
            let grant = """
                {"touch":[{"object":"document:desk","relation":"viewer","subject":"user:zoe","expires_at":"2100-01-01T00:00:00Z",\
                "condition":{"name":"in_office","context":{"place":"office"}}}]}
                """
            #expect(try await service.ask("/relationships", grant).status == 200)
            let audit = try await service.get(QuestionFixture.path + "/audit?kind=grant&limit=1")
            #expect(
                audit.json["events"]?.elements.first?["details"]?["touched"]?.string
                    == #"document:desk#viewer@user:zoe with in_office {"place":"office"} until 2100-01-01T00:00:00.000Z"#, "\(audit.text)")
        }
    }

    @Test func `what is written and deleted is counted, and so are watchers and waiting writes`() async throws {
        try await QuestionFixture.run { service in
            try await service.grant("document:a#owner@user:zoe", "document:b#owner@user:zoe")
            _ = try await service.ask("/relationships", #"{"delete":["document:a#owner@user:zoe"]}"#)
            let filter = #"{"filter":{"object_type":"document","relation":"owner","subject_type":"user","subject_id":"zoe"}}"#
            _ = try await service.ask("/relationships/delete", filter)
            let signal = service.site.authority.store.changeSignal(try TenantID("acme"))
            let answer = TestAnswer(try await service.operations.execute(uri: "/metrics", method: .get, headers: [:], body: nil))
            withExtendedLifetime(signal) {}
            for line in [
                #"cardea_relationships_total{way="written"} 11"#, #"cardea_relationships_total{way="deleted"} 2"#, "cardea_watchers 1",
                "cardea_write_queue_length 0",
            ] { #expect(answer.text.contains(line + "\n"), "\(line) in \(answer.text)") }
        }
    }

    @Test func `a filter deletes in portions until it is complete`() async throws {
        try await QuestionFixture.run { service in
            try await service.grant(contentsOf: (0..<5).map { "document:d\($0)#owner@user:zoe" })
            let body = #"{"filter":{"object_type":"document","relation":"owner","subject_type":"user","subject_id":"zoe"},"limit":3}"#
            let first = try await service.ask("/relationships/delete", body)
            #expect(first.json["deleted"] == 3, "\(first.text)")
            #expect(first.json["complete"] == false)
            let second = try await service.ask("/relationships/delete", body)
            #expect(second.json["deleted"] == 2)
            #expect(second.json["complete"] == true)
            let rest = try await service.get(QuestionFixture.path + "/relationships?object=document%3Aplan")
            #expect(rest.json["items"]?.elements.count == 4)
            let audit = try await service.get(QuestionFixture.path + "/audit?kind=grant&limit=1")
            #expect(audit.json["events"]?.elements.first?["action"]?.string == "relationship.delete_matching")
        }
    }

    @Test(arguments: [
        (#"{"filter":{}}"#, "invalid_request"), (#"{"filter":{"object_type":"a:b"}}"#, "invalid_reference"),
        (#"{"filter":{"object_type":"document"},"limit":0}"#, "invalid_request"),
        (#"{"filter":{"object_type":"document"},"limit":10001}"#, "invalid_request"),
        (#"{"filter":{"object_type":"document","subject":"user:x"}}"#, "unknown_member"), ("{}", "invalid_request"),
    ])
    func `a deletion that is not clear deletes nothing`(body: String, code: String) async throws {
        try await QuestionFixture.run { service in
            let before = try await service.contents(of: "acme")
            let answer = try await service.ask("/relationships/delete", body)
            #expect(answer.code == code, "\(answer.text)")
            #expect(try await service.contents(of: "acme") == before)
        }
    }

    @Test func `a list names its revision, and waits for none that does not exist`() async throws {
        try await QuestionFixture.run { service in
            let list = try await service.get(QuestionFixture.path + "/relationships?limit=1")
            guard case .integer(let revision)? = list.json["revision"] else { throw CheckTests.Missing() }
            let path = QuestionFixture.path + "/relationships?at_least_as_fresh="
            #expect(try await service.get(path + "\(revision)").status == 200)
            #expect(try await service.get(path + "\(revision + 1)").code == "revision_unknown")
            #expect(try await service.get(path + "soon").code == "invalid_request")
            #expect(try await service.get(path + "1&fully_consistent=true").code == "invalid_request")
            #expect(try await service.get(QuestionFixture.path + "/relationships?fully_consistent=yes").code == "invalid_request")
            let full = try await service.get(QuestionFixture.path + "/relationships?fully_consistent=true")
            #expect(full.json["revision"] == .integer(revision))
        }
    }

    @Test func `a list's cursor is refused for another filter`() async throws {
        try await QuestionFixture.run { service in
            let path = QuestionFixture.path + "/relationships?limit=1"
            let first = try await service.get(path + "&relation=owner")
            #expect(first.json["next"] == nil)
            let open = try await service.get(path + "&relation=viewer")
            let after = percentEncoded(segment: try #require(open.json["next"]?.string))
            #expect(try await service.get(path + "&relation=viewer&after=\(after)").status == 200)
            for other in ["", "&relation=owner", "&relation=viewer&object=document:plan"] {
                let refused = try await service.get(path + other + "&after=\(after)")
                #expect(refused.code == "invalid_cursor")
                #expect(refused.json["message"]?.string?.contains("of another filter") == true)
            }
        }
    }

    @Test(arguments: [
        (#"{"touch":["a:1#r@b:2"],"delete":["a:1#r@b:2"]}"#, "`touch` 1 and `delete` 1"),
        (#"{"touch":["a:0#r@b:2","a:1#r@b:2"],"create":["a:2#r@b:2","a:1#r@b:2"]}"#, "`touch` 2 and `create` 2"),
        (#"{"delete":["a:0#r@b:2","a:1#r@b:2","a:1#r@b:2"]}"#, "`delete` 2 and `delete` 3"),
    ])
    func `a write that contradicts itself names what contradicts what`(body: String, places: String) async throws {
        try await QuestionFixture.run { service in
            let refused = try await service.ask("/relationships", body)
            #expect(refused.status == 400)
            #expect(refused.code == "duplicate_relationship")
            #expect(refused.json["message"]?.string?.contains("`a:1#r@b:2` is given twice, in \(places)") == true, "\(refused.text)")
        }
    }
}
