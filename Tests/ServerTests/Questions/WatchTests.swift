import API
import Foundation
import HTTPTypes
import Permissions
import Store
import Synchronization
import Testing

@testable import Server

@Suite struct WatchTests {
    private static let changes = QuestionFixture.path + "/relationships/changes"

    @Test func `the history comes in pages and goes on from any position`() async throws {
        try await QuestionFixture.run { service in
            let whole = try await service.get(Self.changes)
            #expect(whole.status == 200)
            let all = whole.json["changes"]?.elements ?? []
            #expect(all.count == 9)
            #expect(all.first?["operation"]?.string == "touch")
            #expect(whole.json["complete"] == true)
            var found: [String] = []
            var after = ""
            repeat {
                let page = try await service.get(Self.changes + "?limit=4\(after)")
                found += page.json["changes"]?.elements.compactMap { $0["position"]?.string } ?? []
                after = page.json["next"]?.string.map { "&after=\($0)" } ?? ""
                if page.json["complete"] == true { break }
            } while found.count < 20
            #expect(found == all.compactMap { $0["position"]?.string })
            let groups = try await service.get(Self.changes + "?type=group")
            #expect(groups.json["changes"]?.elements.count == 2)
            let nothing = try await service.get(Self.changes + "?after=\(whole.json["next"]?.string ?? "")&wait=0")
            #expect(nothing.json["changes"]?.elements.isEmpty == true)
        }
    }

    @Test func `a watch begins after everything of a revision, or within it`() async throws {
        try await QuestionFixture.run { service in
            let all = try await service.get(Self.changes).json["changes"]?.elements ?? []
            let first = try #require(all.first?["position"]?.string)
            let revision = try #require(first.split(separator: ".").first.map(String.init))
            let within = all.count { $0["position"]?.string?.hasPrefix("\(revision).") == true }
            #expect(within == 8)
            let later = try await service.get(Self.changes + "?after=\(revision)")
            #expect(later.json["changes"]?.elements.count == all.count - within, "\(later.text)")
            let rest = try await service.get(Self.changes + "?after=\(first)")
            #expect(rest.json["changes"]?.elements == Array(all.dropFirst()))
        }
    }

    @Test func `a position of another tenant or another filter is refused with words that say so`() async throws {
        try await QuestionFixture.run { service in
            try await service.createTenant("other")
            let next = try #require(try await service.get(Self.changes + "?type=group,document").json["next"]?.string)
            #expect(try await service.get(Self.changes + "?type=document,group&after=\(next)").status == 200)
            for path in [
                Self.changes, Self.changes + "?type=group", Self.changes + "?relation=group,document",
                "/api/v1/tenants/other/relationships/changes?type=group,document",
            ] {
                let refused = try await service.get(path + (path.contains("?") ? "&" : "?") + "after=\(next)")
                #expect(refused.code == "invalid_cursor", "\(refused.text)")
                #expect(refused.json["message"]?.string?.contains("of another tenant or of another filter") == true)
            }
        }
    }

    @Test func `a watch is filtered by relation, subject type, object and subject`() async throws {
        try await QuestionFixture.run { service in
            for (filter, count) in [
                ("relation=blocked", 2), ("relation=blocked,owner", 3), ("subject_type=group,agent", 2), ("object=document:plan", 4),
                ("subject=group:eng%23member", 1), ("type=document&subject=user:bob", 2), ("relation=ghost", 0),
            ] {
                let found = try await service.get(Self.changes + "?\(filter)")
                #expect(found.json["changes"]?.elements.count == count, "\(filter): \(found.text)")
            }
        }
    }

    @Test func `whoever waits is answered by the next change`() async throws {
        try await QuestionFixture.run { service in
            let next = try await service.get(Self.changes).json["next"]?.string ?? ""
            async let waiting = service.get(Self.changes + "?after=\(next)&wait=30")
            try await service.grant("document:late#owner@user:anne")
            let answer = try await waiting
            #expect(answer.json["changes"]?.elements.first?["relationship"]?["object"]?.string == "document:late")
        }
    }

    @Test func `history that is gone, positions of the future and nonsense are refused`() async throws {
        try await QuestionFixture.run { service in
            _ = try await service.site.authority.store.pruneChanges(try TenantID("acme"), before: Date(timeIntervalSinceNow: 60))
            let pruned = try await service.get(Self.changes + "?after=1")
            #expect(pruned.status == 410)
            #expect(pruned.code == "history_pruned")
            #expect(try await service.get(Self.changes + "?after=99999").code == "revision_unknown")
            #expect(try await service.get(Self.changes + "?after=x").code == "invalid_cursor")
            #expect(try await service.get(Self.changes + "?wait=31").code == "invalid_request")
            for wrong in ["type=,", "relation=a,,b", "subject_type=,"] {
                #expect(try await service.get(Self.changes + "?" + wrong).code == "invalid_request")
            }
            #expect(try await service.get(Self.changes + "?subject=anne").code == "invalid_reference")
        }
    }

    @Test func `a stream tells what is there, then what happens, and ends with its task`() async throws {
        try await QuestionFixture.run { service in
            let lines = AsyncStream<String>.makeStream()
            let store = service.site.authority.store
            let tenant = try TenantID("acme")
            let reader = ChangeReader(store: store, tenant: tenant, filter: ChangeFilter(objectTypes: ["document"]), limit: 3)
            let stream = ChangeStream(
                authority: service.site.authority, reader: reader, signal: store.changeSignal(tenant), heartbeat: .seconds(3_600)
            ) {}
            let first = try await reader.page(after: nil)
            let task = Task {
                try await stream.run(from: first, requestID: "r") { bytes in
                    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                        lines.continuation.yield(String(line))
                    }
                }
                lines.continuation.finish()
            }
            var iterator = lines.stream.makeAsyncIterator()
            var seen = 0
            while seen < 7, let line = await iterator.next() {
                #expect(line.contains("\"document:"))
                seen += 1
            }
            #expect(seen == 7)
            try await service.grant("document:live#owner@user:anne")
            let live = try Wire.decode(WatchLine.self, from: Array((await iterator.next() ?? "").utf8))
            #expect(live.change?.relationship.object == "document:live")
            #expect(live.next == live.change?.position)
            task.cancel()
            #expect(await iterator.next() == nil)
        }
    }

    @Test func `a sign of life names the position, and a key that is worth nothing any more ends the stream`() async throws {
        try await QuestionFixture.run { service in
            let store = service.site.authority.store
            let tenant = try TenantID("acme")
            let reader = ChangeReader(store: store, tenant: tenant, filter: ChangeFilter(), limit: 100)
            let first = try await reader.page(after: nil)
            let asked = Mutex(0)
            let written = Mutex<[String]>([])
            let stream = ChangeStream(
                authority: service.site.authority, reader: reader, signal: store.changeSignal(tenant), heartbeat: .milliseconds(5)
            ) {
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                if count > 2 { throw Refusal.unauthenticated }
            }
            try await stream.run(from: first, requestID: "r") { bytes in
                written.withLock { $0 += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }
            }
            let lines = try written.withLock { try $0.map { try Wire.decode(WatchLine.self, from: Array($0.utf8)) } }
            #expect(lines.count == 12)
            #expect(lines.dropFirst(9).prefix(2).allSatisfy { $0.change == nil && $0.next == reader.cursors.text(first.next) })
            #expect(lines.last?.problem?.code == "unauthenticated")
        }
    }

    @Test func `a stream that is behind gives signs of life, and ends with its key`() async throws {
        try await QuestionFixture.run { service in
            let store = service.site.authority.store
            let tenant = try TenantID("acme")
            // More than is read at a time, and nothing of it is wanted.
            let written = try (0..<6).map { portion in
                try (0..<1_000).map { RelationshipChange.touch(try Relationship(parsing: "document:d\(portion)-\($0)#owner@user:anne")) }
            }
            for changes in written { _ = try await store.write(tenant, changes, at: Date()) }
            let reader = ChangeReader(store: store, tenant: tenant, filter: ChangeFilter(objectTypes: ["group"]), limit: 1)
            let first = try await reader.page(after: nil)
            #expect(first.hasMore)
            let asked = Mutex(0)
            let lines = Mutex<[String]>([])
            let stream = ChangeStream(
                authority: service.site.authority, reader: reader, signal: store.changeSignal(tenant), heartbeat: .zero
            ) {
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                if count > 2 { throw Refusal.unauthenticated }
            }
            try await stream.run(from: first, requestID: "r") { bytes in
                lines.withLock { $0 += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }
            }
            let told = try lines.withLock { try $0.map { try Wire.decode(WatchLine.self, from: Array($0.utf8)) } }
            #expect(told.last?.problem?.code == "unauthenticated")
            let signs = told.filter { $0.change == nil && $0.problem == nil }.compactMap(\.next)
            #expect(signs.count == 2)
            #expect(Set(signs).count == 2)
            for sign in signs { _ = try reader.cursors.position(sign) }
        }
    }

    @Test func `what goes wrong on the way is the last line`() async throws {
        try await QuestionFixture.run { service in
            let store = service.site.authority.store
            let tenant = try TenantID("acme")
            let reader = ChangeReader(store: store, tenant: tenant, filter: ChangeFilter(), limit: 1)
            let first = try await reader.page(after: nil)
            _ = try await store.pruneChanges(tenant, before: Date(timeIntervalSinceNow: 60))
            let written = Mutex<[String]>([])
            let stream = ChangeStream(authority: service.site.authority, reader: reader, signal: store.changeSignal(tenant)) {}
            try await stream.run(from: first, requestID: "r") { bytes in
                written.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
            }
            let last = try Wire.decode(WatchLine.self, from: Array((written.withLock { $0.last } ?? "").utf8))
            #expect(last.problem?.code == "history_pruned")
            #expect(last.problem?.requestID == "r")
        }
    }
}
