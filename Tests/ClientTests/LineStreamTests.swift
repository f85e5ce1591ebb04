import API
import Client
import Foundation
import HTTPTypes
import Testing

@Suite struct `Answers line by line` {
    @Test func `a watch hands out every line and asks for lines`() async throws {
        let body = #"{"next":"1.0"}"# + "\n" + #"{"next":"2.0","new":1}"# + "\n"
        let transport = ScriptedTransport(.answer(status: 200, type: "application/x-ndjson", body: body))
        var seen: [String] = []
        try await ServiceClient.scripted(transport).watchRelationships(
            RelationshipChangeQuery(after: "0.1", types: ["doc", "group"]), tenant: "acme"
        ) { seen.append($0.next ?? "") }
        #expect(seen == ["1.0", "2.0"])
        let request = try #require(transport.requests.first)
        #expect(request.url == "http://cardea.test/api/v1/tenants/acme/relationships/changes?after=0.1&type=doc%2Cgroup")
        #expect(request.headers[.accept]?.hasPrefix("application/x-ndjson") == true)
        #expect(request.headers[.authorization] == "Bearer key")
    }

    @Test func `a problem in a line, and one instead of lines, are refusals`() async throws {
        let problem = Problem(.historyPruned, "gone", timestamp: Date(timeIntervalSince1970: 0), requestID: "r")
        let line = String(decoding: try Wire.encode(WatchLine(problem: problem)), as: UTF8.self)
        let whole = String(decoding: try Wire.encode(problem), as: UTF8.self)
        let transport = ScriptedTransport(
            .answer(status: 200, type: "application/x-ndjson", body: line),
            .answer(status: 410, type: Problem.mediaType, body: whole), .failure(.connectionLost))
        let client = try ServiceClient.scripted(transport)
        for _ in 0..<2 {
            await #expect(throws: ClientError.refused(problem)) {
                try await client.watchRelationships(RelationshipChangeQuery(), tenant: "acme") { _ in }
            }
        }
        await #expect(throws: ClientError.unreachable("the connection was lost")) {
            try await client.exportRelationships(tenant: "acme") { _ in }
        }
    }

    @Test func `an export tells its revision first and goes on where it was asked to`() async throws {
        let transport = ScriptedTransport(.answer(status: 200, type: "application/x-ndjson", body: "\"a:1#r@b:2\"\n"))
        var lines = 0
        try await ServiceClient.scripted(transport).exportRelationships(
            ExportQuery(after: "a:0#r@b:2", revision: 7), tenant: "acme"
        ) { _ in lines += 1 }
        #expect(lines == 1)
        let url = try #require(transport.requests.first?.url)
        #expect(url.hasSuffix("/relationships/export?after=a%3A0%23r%40b%3A2&revision=7"), "\(url)")
    }

    @Test func `queries name everything that was chosen and nothing else`() {
        let changes = RelationshipChangeQuery(
            after: "7", relations: ["r", "s"], subjectTypes: ["user"], object: "doc:1", subject: "user:a")
        #expect(changes.parameters.map(\.name) == ["after", "relation", "subject_type", "object", "subject"])
        #expect(changes.parameters[1].value == "r,s")
        #expect(RelationshipChangeQuery().parameters.isEmpty && ExportQuery().parameters.isEmpty && RelationshipQuery().parameters.isEmpty)
        #expect(RelationshipQuery(atLeastAsFresh: 7).parameters.map(\.value) == ["7"])
        #expect(ExportQuery(fullyConsistent: true).parameters.map(\.name) == ["fully_consistent"])
    }

    @Test func `a question and its circumstances are one object`() async throws {
        let answer = #"{"items":["doc:1"],"conditional":[],"missing":[],"complete":true,"revision":7}"#
        let transport = ScriptedTransport(.answer(status: 200, body: answer))
        let page = try await ServiceClient.scripted(transport).listObjects(
            ObjectsQuestion(subject: "user:a", action: "read", type: "doc", limit: 5),
            Circumstances(
                relationships: [RelationshipBody(object: "doc:1", relation: "owner", subject: "user:a")], model: "2", atLeastAsFresh: 7),
            tenant: "acme")
        #expect(page.items == ["doc:1"] && page.complete && page.revision == 7)
        let body = try JSONValue(parsing: try #require(transport.requests.first?.body))
        #expect(body["subject"] == "user:a" && body["model"] == "2" && body["at_least_as_fresh"] == 7 && body["limit"] == 5)
        let posed = try Wire.decodeStrictly(Posed<ObjectsQuestion>.self, from: try #require(transport.requests.first?.body))
        #expect(posed.circumstances.relationships?.first?.description == "doc:1#owner@user:a")
    }

    @Test func `fewer answers than questions are not believed`() async throws {
        let transport = ScriptedTransport(.answer(status: 200, body: #"{"answers":[],"revision":1}"#))
        let question = CheckQuestion(subject: "user:a", action: "read", resource: "doc:1")
        await #expect(throws: ClientError.invalidResponse(status: 200, reason: "0 answers for 1 questions")) {
            try await ServiceClient.scripted(transport).check([question], tenant: "acme")
        }
    }
}
