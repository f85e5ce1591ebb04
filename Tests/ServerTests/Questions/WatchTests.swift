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
            let pruned = try await service.get(Self.changes + "?after=1.0")
            #expect(pruned.status == 410)
            #expect(pruned.code == "history_pruned")
            #expect(try await service.get(Self.changes + "?after=99999.0").code == "revision_unknown")
            #expect(try await service.get(Self.changes + "?after=x").code == "invalid_cursor")
            #expect(try await service.get(Self.changes + "?wait=31").code == "invalid_request")
            #expect(try await service.get(Self.changes + "?type=,").code == "invalid_request")
        }
    }

    @Test func `a stream tells what is there, then what happens, and ends with its task`() async throws {
        try await QuestionFixture.run { service in
            let lines = AsyncStream<String>.makeStream()
            let store = service.site.authority.store
            let tenant = try TenantID("acme")
            let reader = ChangeReader(store: store, tenant: tenant, types: ["document"], limit: 3)
            let stream = ChangeStream(authority: service.site.authority, reader: reader, signal: store.changeSignal(tenant)) {}
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
            let reader = ChangeReader(store: store, tenant: tenant, types: nil, limit: 100)
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
            #expect(lines.dropFirst(9).prefix(2).allSatisfy { $0.change == nil && $0.next == first.next.description })
            #expect(lines.last?.problem?.code == "unauthenticated")
        }
    }

    @Test func `what goes wrong on the way is the last line`() async throws {
        try await QuestionFixture.run { service in
            let store = service.site.authority.store
            let tenant = try TenantID("acme")
            let reader = ChangeReader(store: store, tenant: tenant, types: nil, limit: 1)
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
