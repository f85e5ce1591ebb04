import API
import Foundation
import Store
import Testing

@testable import Server

/// The history by time and by type, where most of it is something else.
@Suite struct OpenFGAChangesTests {
    private static let longAgo = Date(timeIntervalSince1970: 1_700_000_000)
    private static let start = "2026-01-31T12:00:00Z"

    private static func users(_ answer: TestAnswer) -> [String] {
        (answer.json["changes"]?.elements ?? []).compactMap { $0["tuple_key"]?["user"]?.string }
    }

    @Test func `a start time is found behind more old changes than a page has`() async throws {
        try await OpenFGAFixture.run { store in
            try await store.insert((0..<160).map { "document:\($0)#viewer@user:old" }, at: Self.longAgo)
            let time = try #require(Wire.date(from: Self.start))
            try await store.insert(["document:new#viewer@user:anne"], at: time)
            try await store.insert(["document:new#viewer@user:bob"], at: time.addingTimeInterval(1))
            let all = try await store.get("changes?start_time=\(Self.start)")
            #expect(Self.users(all) == ["user:anne", "user:bob"], "\(all.text)")
            #expect(all.header("Cardea-List-Complete") == "true")
            let first = try await store.get("changes?start_time=\(Self.start)&page_size=1")
            #expect(Self.users(first) == ["user:anne"])
            let token = try #require(first.json["continuation_token"]?.string).replacing("=", with: "%3D")
            let second = try await store.get("changes?start_time=\(Self.start)&page_size=1&continuation_token=\(token)")
            #expect(Self.users(second) == ["user:bob"])
            let later = try await store.get("changes?start_time=2090-01-01T00:00:00Z&page_size=1&continuation_token=\(token)")
            #expect(Self.users(later) == ["user:bob"], "a token goes on where it is, whatever the time")
        }
    }

    @Test func `a start time after everything is the end, and its token goes on from there`() async throws {
        try await OpenFGAFixture.run { store in
            try await store.insert(["document:a#viewer@user:old"], at: Self.longAgo)
            let none = try await store.get("changes?start_time=\(Self.start)")
            #expect(none.status == 200 && Self.users(none).isEmpty)
            let token = try #require(none.json["continuation_token"]?.string).replacing("=", with: "%3D")
            let again = try await store.get("changes?continuation_token=\(token)")
            #expect(again.json["continuation_token"] == none.json["continuation_token"])
            try await store.insert(["document:a#viewer@user:anne"])
            #expect(Self.users(try await store.get("changes?continuation_token=\(token)")) == ["user:anne"])
        }
    }

    @Test func `a type is found behind more changes of another than one read passes by`() async throws {
        try await OpenFGAFixture.run { store in
            try await store.insert((0..<6_000).map { "document:\($0)#viewer@user:anne" })
            try await store.insert(["group:eng#member@user:bob"])
            let groups = try await store.get("changes?type=group")
            #expect(Self.users(groups) == ["user:bob"], "\(groups.text)")
            #expect(groups.header("Cardea-List-Complete") == "true")
        }
    }

    @Test func `a token from before what is kept is no token any more`() async throws {
        try await OpenFGAFixture.run { store in
            try await store.insert(["document:a#viewer@user:anne"], at: Self.longAgo)
            let page = try await store.get("changes?page_size=1")
            let token = try #require(page.json["continuation_token"]?.string).replacing("=", with: "%3D")
            try await store.insert(["document:b#viewer@user:anne"], at: Self.longAgo)
            try await store.insert(["document:c#viewer@user:anne"])
            try await store.service.site.authority.store.pruneChanges(store.tenant, before: Date().addingTimeInterval(-60))
            let gone = try await store.get("changes?continuation_token=\(token)")
            #expect(gone.status == 400 && gone.code == "invalid_continuation_token", "\(gone.text)")
        }
    }
}
