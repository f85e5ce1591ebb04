import API
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
        }
    }
}
