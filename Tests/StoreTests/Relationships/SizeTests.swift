import Permissions
import Testing

@testable import Store

@Suite struct SizeTests {
    @Test func `a tenant has as many relationships as it may, and no write makes more`() async throws {
        try await withStore { store in
            try await store.setLimits(Sample.acme, try TenantLimits([.relationships: 10]))
            _ = try await store.write(Sample.acme, try (0..<9).map { try Sample.touch(text($0)) }, at: Sample.start)
            #expect(
                try await code(store, [.touch(try Sample.relationship(text(9))), .touch(try Sample.relationship(text(10)))]) == refused)
            #expect(try await code(store, [.create(try Sample.relationship(text(9)))]) == nil)
            #expect(try await code(store, [.create(try Sample.relationship(text(10)))]) == refused)
            // What replaces or takes away makes no more.
            #expect(try await code(store, try (0..<10).map { .touch(try Sample.relationship(text($0))) }) == nil)
            let swap = [RelationshipUpdate.delete(try RelationshipKey(parsing: text(0))), .create(try Sample.relationship(text(10)))]
            #expect(try await code(store, swap) == nil)
            #expect(try await store.graph(Sample.acme).relationshipCount == 10)
            // A neighbour has a limit of its own.
            _ = try await store.write(Sample.globex, try (0..<20).map { try Sample.touch(text($0)) }, at: Sample.start)
        }
    }

    @Test func `a tenant with too many may still delete and replace`() async throws {
        try await withStore { store in
            _ = try await store.write(Sample.acme, try (0..<20).map { try Sample.touch(text($0)) }, at: Sample.start)
            try await store.setLimits(Sample.acme, try TenantLimits([.relationships: 10]))
            #expect(try await code(store, [.touch(try Sample.relationship(text(0)))]) == nil)
            #expect(try await code(store, [.delete(try RelationshipKey(parsing: text(0)))]) == nil)
            #expect(try await code(store, [.create(try Sample.relationship(text(0)))]) == refused)
        }
    }

    @Test func `an import ends at the limit`() async throws {
        try await withStore { store in
            try await store.setLimits(Sample.acme, try TenantLimits([.relationships: 10]))
            let importer = store.importer(Sample.acme)
            for _ in 0..<2 {
                try await importer.append(try (0..<10).map { try Sample.relationship(text($0)) }, at: Sample.start)
                try await importer.finish(at: Sample.start)
            }
            try await importer.append([try Sample.relationship(text(10))], at: Sample.start)
            #expect(try await refusal { try await importer.finish(at: Sample.start) } == refused)
            #expect(try await store.graph(Sample.acme).relationshipCount == 10)
        }
    }

    @Test func `writes that share a transaction are counted together`() async throws {
        try await withStore { store in
            try await store.setLimits(Sample.acme, try TenantLimits([.relationships: 50]))
            let written = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<80 {
                    group.addTask {
                        try await code(store, [.create(try Sample.relationship(text(number)))]) == nil ? 1 : 0
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(written == 50)
            #expect(try await store.graph(Sample.acme).relationshipCount == 50)
        }
    }

    @Test func `a registration that brings too many is undone as a whole`() async throws {
        try await withStore { store in
            try await store.setLimits(Sample.acme, try TenantLimits([.relationships: 0]))
            let code = try await refusal { _ = try await store.createServer(Sample.acme, try Sample.server()) }
            #expect(code == refused)
            #expect(try await store.servers(Sample.acme).isEmpty)
        }
    }

    private let refused = "too_many_relationships"

    private func text(_ number: Int) -> String { "role:r#assignee@user:u\(number)" }

    private func code(_ store: Store, _ updates: [RelationshipUpdate]) async throws -> String? {
        try await refusal { _ = try await store.write(Sample.acme, updates: updates, at: Sample.start) }
    }
}
