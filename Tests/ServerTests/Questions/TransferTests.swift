import API
import HTTPTypes
import Testing

@testable import Server

@Suite struct TransferTests {
    private func bringIn(_ service: TestService, _ body: String, accept: String? = nil) async throws -> TestAnswer {
        var headers = HTTPFields()
        if let accept { headers[.accept] = accept }
        return try await service.send(
            .post, QuestionFixture.path + "/relationships/import", body, as: service.key, type: "application/x-ndjson", headers: headers)
    }

    @Test func `what is exported can be imported, and importing again changes nothing`() async throws {
        try await QuestionFixture.run { service in
            let export = try await service.get(QuestionFixture.path + "/relationships/export")
            #expect(export.status == 200)
            #expect(export.header("Cardea-Revision") != nil)
            let lines = export.text.split(separator: "\n")
            #expect(lines.count == 9)
            let again = try await bringIn(service, export.text)
            #expect(again.json["committed"] == 9, "\(again.text)")
            #expect(again.json["changed"] == 0)
            #expect(again.json["complete"] == true)
            try await service.createTenant("other")
            let source = String(decoding: try Wire.encode(["source": QuestionFixture.model]), as: UTF8.self)
            _ = try await service.send(.put, "/api/v1/tenants/other/model", source, as: service.key)
            let moved = try await service.send(
                .post, "/api/v1/tenants/other/relationships/import", export.text, as: service.key, type: "application/x-ndjson")
            #expect(moved.json["changed"] == 9, "\(moved.text)")
            let copy = try await service.get("/api/v1/tenants/other/relationships/export")
            #expect(Set(copy.text.split(separator: "\n")) == Set(lines))
        }
    }

    @Test func `thousands of lines with progress`() async throws {
        try await QuestionFixture.run { service in
            let body = (0..<12_000).map { "\"document:d\($0)#owner@user:u\($0 % 100)\"" }.joined(separator: "\n")
            let answer = try await bringIn(service, body, accept: "application/x-ndjson")
            #expect(answer.status == 200)
            let last = try Wire.decode(
                ImportProgress.self, from: Array(answer.text.split(separator: "\n").last.map(String.init)?.utf8 ?? "".utf8))
            #expect(last.complete)
            #expect(last.committed == 12_000)
            #expect(last.problem == nil)
            let check = try await service.ask("/check", #"{"subject":"user:u7","action":"owner","resource":"document:d11907"}"#)
            #expect(check.json["allowed"] == true)
            #expect(check.json["revision"] == last.revision.map { .integer(Int64($0)) })
            let audit = try await service.get(QuestionFixture.path + "/audit?kind=grant&limit=1")
            #expect(audit.json["events"]?.elements.first?["action"]?.string == "relationship.import")
        }
    }

    @Test(arguments: [
        ("not json", "malformed_json"), ("\"document:x\"", "invalid_request"), ("{\"object\":\"document:x\"}", "invalid_request"),
        ("\"document:x#nothing@user:a\"", "invalid_relationship"), ("\"ghost:x#owner@user:a\"", "invalid_relationship"),
        ("{\"object\":\"document:x\",\"relation\":\"owner\",\"subject\":\"user:a\",\"extra\":1}", "unknown_member"),
        ("\"document:x y#owner@user:a\"", "invalid_reference"), ("7", "invalid_request"),
        ("\"document:\(String(repeating: "x", count: 70_000))#owner@user:a\"", "body_too_large"),
    ])
    func `a bad line is named by its number, and what stands before it is committed`(line: String, code: String) async throws {
        try await QuestionFixture.run { service in
            let body = "\"document:one#owner@user:a\"\n\n\"document:two#owner@user:a\"\n\(line)\n\"document:three#owner@user:a\"\n"
            let answer = try await bringIn(service, body)
            #expect(answer.code == code, "\(answer.text)")
            #expect(answer.json["message"]?.string?.contains("line 4") == true, "\(answer.text)")
            #expect(answer.json["message"]?.string?.contains("2 relationships before it are committed") == true)
            let list = try await service.get(QuestionFixture.path + "/relationships?subject=user%3Aa")
            #expect(list.json["items"]?.elements.count == 2)
            let told = try await bringIn(service, body, accept: "application/x-ndjson")
            let last = try Wire.decode(
                ImportProgress.self, from: Array(told.text.split(separator: "\n").last.map(String.init)?.utf8 ?? "".utf8))
            #expect(last.problem?.code == code)
            #expect(last.committed == 2)
            #expect(!last.complete)
        }
    }

    @Test func `an import that does not say it is lines is refused`() async throws {
        try await QuestionFixture.run { service in
            let answer = try await service.ask("/relationships/import", "\"document:x#owner@user:a\"")
            #expect(answer.status == 415)
            #expect(answer.code == "unsupported_media_type")
            #expect(try await bringIn(service, "").json["committed"] == 0)
        }
    }

    @Test func `lines are cut wherever the bytes are`() throws {
        let text = Array("one\ntwo\r\n\nlast".utf8)
        for size in 1...text.count {
            var splitter = LineSplitter()
            var found: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                found += try splitter.split(text[start..<min(start + size, text.count)]).map { String(decoding: $0.bytes, as: UTF8.self) }
            }
            if let last = try splitter.finish() { found.append(String(decoding: last.bytes, as: UTF8.self)) }
            #expect(found == ["one", "two\r", "", "last"])
        }
    }
}
