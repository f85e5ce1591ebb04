import GRDB
import Permissions
import Testing

@testable import Store

/// Between a commit and its graph.
@Suite struct PublishingTests {
    /// Writes a second revision to the disk, and answers its graph without publishing it.
    private func commit(_ store: Store) async throws -> Graph {
        _ = try await store.write(Sample.acme, [try Sample.touch("role:ops#assignee@user:anne")], at: Sample.start)
        let relationship = try Sample.relationship("role:ops#assignee@user:bob")
        let revision = Revision(rawValue: 2)
        try await store.pool.write { database in
            var table = try RelationshipTable(database)
            try table.touch(relationship, of: Sample.acme, at: 0)
            try table.append(.touch(relationship), of: Sample.acme, revision: revision, position: 0, at: 0)
            try Store.setRevision(revision, of: Sample.acme, in: database)
        }
        return try await store.graph(Sample.acme).applying([.touch(relationship)], at: revision)
    }

    @Test func `whoever asks for a revision that is committed waits for its graph, and one that is not is refused`() async throws {
        try await withStore { store in
            let later = try await commit(store)
            let waiting = Task { try await store.graph(Sample.acme, atLeast: later.revision).revision }
            let refused = try await refusal { _ = try await store.graph(Sample.acme, atLeast: Revision(rawValue: 3)) }
            #expect(refused == "revision_unknown")
            try await Task.sleep(for: .milliseconds(20))
            store.graphs.publish(later, for: Sample.acme)
            #expect(try await waiting.value == later.revision)
        }
    }

    enum Telling: CaseIterable {
        case changes, list, listByRelation, export, revision

        func run(_ store: Store) async throws {
            switch self {
            case .changes: _ = try await store.changes(Sample.acme, limit: 10)
            case .list:
                _ = try await store.relationships(Sample.acme, matching: RelationshipFilter(), after: nil, limit: 10, at: Sample.start)
            case .listByRelation:
                _ = try await store.relationships(
                    Sample.acme, matching: RelationshipFilter(relation: "assignee"), after: nil, limit: 10, at: Sample.start)
            case .export: _ = try await store.export(Sample.acme, at: Sample.start)
            case .revision: _ = try await store.revision(Sample.acme)
            }
        }
    }

    @Test(arguments: Telling.allCases)
    func `nobody is told of what the next check would not know`(telling: Telling) async throws {
        try await withStore { store in
            let later = try await commit(store)
            let told = Task {
                try await telling.run(store)
                return store.graphs.graph(Sample.acme)?.revision
            }
            try await Task.sleep(for: .milliseconds(20))
            store.graphs.publish(later, for: Sample.acme)
            #expect(try await told.value == later.revision)
        }
    }
}
