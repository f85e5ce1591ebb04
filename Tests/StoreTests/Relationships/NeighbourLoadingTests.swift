import Dispatch
import GRDB
import Permissions
import Testing

@testable import Store

/// Loading a large graph is one tenant's business.
@Suite struct NeighbourLoadingTests {
    private static let count = 2 * LoadProgress.smallest

    @Test func `a tenant whose large graph is loading keeps no other from answering`() async throws {
        try await withWorkshop { workshop in
            let neighbours = try (0..<5).map { try TenantID("neighbour-\($0)") }
            try await fill(workshop, neighbours)
            // The first report holds the load of the large graph where it is until the neighbours have been answered.
            let (reports, reported) = AsyncStream.makeStream(of: Void.self)
            let answered = DispatchSemaphore(value: 0)
            let store = try await Store.open(
                StoreConfiguration(
                    directory: workshop.directory,
                    onProgress: { progress in
                        guard !progress.isComplete else { return }
                        reported.yield()
                        #expect(answered.wait(timeout: .now() + 60) == .success, "the neighbours were not answered")
                    }))
            let large = Task {
                defer { reported.finish() }
                return try await store.graph(Sample.acme)
            }
            for await _ in reports { break }

            for tenant in neighbours {
                let graph = try await store.graph(tenant)
                let question = Question(
                    subject: try SubjectReference(parsing: "user:anne"), relation: "assignee",
                    object: try ObjectReference(parsing: "role:r"), now: Sample.start)
                #expect(graph.check(question) == .allowed)
                _ = try await store.write(tenant, [try Sample.touch("role:r#assignee@user:bob")], at: Sample.start)
            }
            #expect(store.loadedGraph(Sample.acme) == nil)
            answered.signal()
            #expect(try await large.value.relationshipCount == Self.count)
            try await store.close()
        }
    }

    private func fill(_ workshop: Workshop, _ neighbours: [TenantID]) async throws {
        let store = try await workshop.open()
        try await populate(store)
        for tenant in neighbours {
            _ = try await store.createTenant(Sample.tenant(tenant))
            _ = try await store.write(tenant, [try Sample.touch("role:r#assignee@user:anne")], at: Sample.start)
        }
        // By the database itself, because only the reading matters here.
        try await store.pool.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?)
                    INSERT INTO relationships (
                        tenant_id, object_type, object_id, relation, subject_type, subject_id, subject_relation)
                    SELECT ?, 'role', 'r' || number % 1000, 'assignee', 'user', 'u' || number, '' FROM numbers
                    """, arguments: [Self.count, Sample.acme.rawValue])
        }
        try await store.close()
    }
}
