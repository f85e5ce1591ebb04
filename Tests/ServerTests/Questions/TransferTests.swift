import API
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import Permissions
import Store
import Synchronization
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

    @Test func `a line that a new model does not accept any more is named, however long it has waited`() async throws {
        try await QuestionFixture.run { service in
            let store = service.site.authority.store
            let tenant = try TenantID("acme")
            var work = ImportWork(importer: store.importer(tenant), clock: { Date() })
            let lines = (1...20_000).map { $0 == 7_003 ? "\"document:d#owner@user:zoe\"" : "\"group:g\($0)#member@user:anne\"" }
            try await work.take(Array(("\n" + lines.dropLast().joined(separator: "\n") + "\n").utf8))
            let narrow = QuestionFixture.model.replacing("define owner: [user]", with: "define owner: [agent]")
            _ = try await store.writeModel(tenant, try Model(parsing: narrow), removing: true, at: Date())
            try await work.take(Array(lines[lines.count - 1].utf8))
            let refusal = await #expect(throws: Refusal.self) { try await work.finish() }
            #expect(refusal?.code == .invalidRelationship)
            #expect(refusal?.message.hasPrefix("line 7004: ") == true, "\(refusal?.message ?? "")")
            #expect(work.progress.committed == 7_002)
            #expect(work.progress.read == 7_002)
            let relationships = try await store.graph(tenant).relationshipCount
            #expect(relationships == 8 + 7_002)
        }
    }

    @Test func `an import that breaks off is in the audit and the metrics with all that it has written`() async throws {
        try await QuestionFixture.run { service in
            let size = RelationshipImporter.transactionSize
            let body = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
                for start in stride(from: 0, to: size + 5_000, by: 5_000) {
                    let lines = (start..<start + 5_000).map { "\"document:d\($0)#owner@user:u\($0 % 100)\"\n" }
                    continuation.yield(ByteBuffer(string: lines.joined()))
                }
                continuation.finish(throwing: CancellationError())
            }
            var head = HTTPRequest(
                method: .post, scheme: nil, authority: nil, path: QuestionFixture.path + "/relationships/import",
                headerFields: [.contentType: LinesOfJSON.mediaType])
            head.headerFields[.authorization] = "Bearer \(service.key)"
            let exchange = Exchange(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
            _ = try? await service.site.entrance.respond(
                to: Request(head: head, body: RequestBody(asyncSequence: body)), context: exchange)
            let audit = try await service.get(QuestionFixture.path + "/audit?kind=grant&limit=1")
            #expect(audit.json["events"]?.elements.first?["details"]?["committed"]?.string == String(size), "\(audit.text)")
            let metrics = TestAnswer(try await service.operations.execute(uri: "/metrics", method: .get))
            #expect(metrics.text.contains("cardea_relationships_total{way=\"imported\"} \(size)\n"))
        }
    }

    @Test func `an export goes on behind any relationship as long as nothing was written, and is refused afterwards`() async throws {
        try await QuestionFixture.run { service in
            let path = QuestionFixture.path + "/relationships/export"
            let whole = try await service.get(path + "?fully_consistent=true")
            let revision = try #require(whole.header("Cardea-Revision"))
            let lines = whole.text.split(separator: "\n")
            let key = percentEncoded(segment: try RelationshipBody(line: Array(lines[3].utf8)).key)
            let rest = try await service.get(path + "?after=\(key)&revision=\(revision)")
            #expect(rest.text.split(separator: "\n") == Array(lines[4...]))
            #expect(rest.header("Cardea-Revision") == revision)
            for wrong in ["after=\(key)", "revision=\(revision)", "after=x&revision=1", "after=\(key)&revision=x"] {
                #expect(try await service.get(path + "?" + wrong).status == 400)
            }
            #expect(try await service.get(path + "?after=\(key)&revision=\(revision)&at_least_as_fresh=1").code == "invalid_request")
            #expect(try await service.get(path + "?at_least_as_fresh=99").code == "revision_unknown")
            try await service.grant("document:late#owner@user:anne")
            let changed = try await service.get(path + "?after=\(key)&revision=\(revision)")
            #expect(changed.status == 409)
            #expect(changed.code == "revision_changed")
        }
    }

    private func endpoint(_ service: TestService) -> ExportEndpoint {
        let authority = service.site.authority
        let audit = Audit(store: authority.store, clock: authority.clock)
        return ExportEndpoint(authority: authority, gate: AdministratorGate(store: authority.store, audit: audit))
    }

    private func held(_ service: TestService, since time: ContinuousClock.Instant = .now) async throws -> HeldExport {
        let tenant = try TenantID("acme")
        return HeldExport(tenant: tenant, export: try await service.site.authority.store.export(tenant, at: Date()), begunAt: time)
    }

    @Test func `the snapshot of an export that was interrupted is kept for whoever comes back`() async throws {
        try await QuestionFixture.run { service in
            let endpoint = endpoint(service)
            let held = try await held(service)
            await #expect(throws: CancellationError.self) {
                try await endpoint.run(held, after: nil, close: {}) { _ in throw CancellationError() }
            }
            try await service.grant("document:late#owner@user:anne")
            let (tenant, other) = (held.tenant, try TenantID("other"))
            #expect(endpoint.shelf.take(other, held.export.revision) == nil)
            #expect(endpoint.shelf.take(tenant, Revision(rawValue: 1)) == nil)
            let kept = try #require(endpoint.shelf.take(tenant, held.export.revision))
            #expect(endpoint.shelf.take(tenant, held.export.revision) == nil)
            let written = Mutex("")
            let key = try RelationshipKey(parsing: "document:plan#blocked@user:bob")
            try await endpoint.run(kept, after: key, close: {}) { bytes in written.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
            }
            let lines = written.withLock { $0.split(separator: "\n") }
            #expect(lines.count == 5)
            #expect(!lines.contains { $0.contains("late") })
            #expect(endpoint.shelf.take(tenant, held.export.revision) == nil)
        }
    }

    @Test func `an export that has taken too long is hung up on and not kept`() async throws {
        try await QuestionFixture.run { service in
            let endpoint = endpoint(service)
            let held = try await held(service, since: .now - HeldExport.longest)
            let isClosed = Mutex(false)
            await #expect(throws: CancellationError.self) {
                try await endpoint.run(held, after: nil, close: { isClosed.withLock { $0 = true } }) { _ in
                    while !isClosed.withLock({ $0 }) { await Task.yield() }
                    throw CancellationError()
                }
            }
            #expect(endpoint.shelf.take(held.tenant, held.export.revision) == nil)
        }
    }

    @Test func `one tenant takes half of the places at most`() throws {
        let places = Places(4)
        let (acme, other) = (try TenantID("acme"), try TenantID("other"))
        var held = [try places.take(for: acme), try places.take(for: acme)]
        #expect(throws: Refusal.self) { try places.take(for: acme) }
        held.append(try places.take(for: other))
        held.removeFirst()
        held.append(try places.take(for: acme))
        held.append(try places.take(for: other))
        #expect(throws: Refusal.self) { try places.take(for: try TenantID("third")) }
        held = []
        #expect(throws: Never.self) { try places.take(for: acme) }
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
