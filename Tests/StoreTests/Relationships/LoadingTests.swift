import GRDB
import Permissions
import Synchronization
import Testing

@testable import Store

@Suite struct LoadingTests {
    private let tenants = Sample.must { try (0..<4).map { try TenantID("tenant-\($0)") } }

    @Test func `tenants beyond the budget are let go, the least recently used first`() throws {
        let one = try graph(10, revision: 1)
        let graphs = LiveGraphs(budget: one.byteCount * 3)
        for tenant in tenants.prefix(3) { graphs.publish(one, for: tenant) }
        // A use counts, so the next one goes.
        #expect(graphs.graph(tenants[0]) != nil)
        graphs.publish(one, for: tenants[3])
        #expect(graphs.tenants == [tenants[0], tenants[2], tenants[3]])
        #expect(graphs.byteCount == one.byteCount * 3)
    }

    @Test func `what was let go comes back as it was left, writes included`() async throws {
        try await withWorkshop { workshop in
            // Room for the one in use only.
            let store = try await Store.open(StoreConfiguration(directory: workshop.directory, graphBudget: 1))
            for tenant in tenants {
                _ = try await store.createTenant(Sample.tenant(tenant))
                _ = try await store.write(tenant, try (0..<10).map { try Sample.touch("role:r#assignee@user:u\($0)") }, at: Sample.start)
                #expect(store.graphs.tenants == [tenant])
            }
            #expect(store.currentCounts.graphEvictions == 3)
            #expect(try await store.graph(tenants[0]).relationshipCount == 10)
            #expect(try await store.write(tenants[3], [try Sample.touch("role:r#assignee@user:new")], at: Sample.start).rawValue == 2)
            #expect(try await store.graph(tenants[3]).relationshipCount == 11)
            #expect(store.graphMemory.tenantCount == 1)
            #expect(store.graphMemory.byteCount == store.loadedGraph(tenants[3])?.byteCount)
            try await store.close()
        }
    }

    @Test func `tenants without relationships are let go like others`() throws {
        let empty = try graph(0, revision: 1)
        let graphs = LiveGraphs(budget: empty.byteCount * 3)
        for tenant in tenants { graphs.publish(empty, for: tenant) }
        #expect(graphs.tenants == Set(tenants.dropFirst()))
        #expect(graphs.byteCount == empty.byteCount * 3)
    }

    @Test func `a tenant that is written to is never let go`() async throws {
        let graphs = LiveGraphs(budget: try graph(10, revision: 1).byteCount)
        try await graphs.keeping(Sample.acme) {
            graphs.publish(try graph(10, revision: 1), for: Sample.acme)
            graphs.publish(try graph(10, revision: 1), for: Sample.globex)
            #expect(graphs.tenants == [Sample.acme, Sample.globex])
        }
        graphs.publish(try graph(10, revision: 2), for: Sample.globex)
        #expect(graphs.tenants == [Sample.globex])
        #expect(graphs.byteCount == graphs.graph(Sample.globex)?.byteCount)
    }

    @Test func `an older graph is never published, not even after the later one was let go`() throws {
        let graphs = LiveGraphs(budget: try graph(4, revision: 1).byteCount)
        #expect(graphs.publish(try graph(4, revision: 2), for: Sample.acme))
        #expect(!graphs.publish(try graph(3, revision: 1), for: Sample.acme))
        #expect(graphs.graph(Sample.acme)?.relationshipCount == 4)
        #expect(graphs.publish(try graph(4, revision: 1), for: Sample.globex))
        #expect(graphs.graph(Sample.acme) == nil)
        #expect(!graphs.publish(try graph(3, revision: 1), for: Sample.acme))
        #expect(graphs.publish(try graph(4, revision: 2), for: Sample.acme))
    }

    @Test func `a graph is put in order once nobody has written to it for a while`() async throws {
        let graphs = LiveGraphs(budget: 1 << 30)
        let change = RelationshipChange.touch(try Sample.relationship("role:r#assignee@user:new"))
        let scattered = try graph(10, revision: 1).applying([change], at: Revision(rawValue: 2))
        #expect(scattered.isScattered)
        for tenant in Sample.both { graphs.publish(scattered, for: tenant) }
        // Nobody is told, so a bounded number of looks.
        for _ in 0..<400 where Sample.both.contains(where: { graphs.graph($0)?.isScattered != false }) {
            try await Task.sleep(for: .milliseconds(50))
        }
        for tenant in Sample.both {
            let gathered = try #require(graphs.graph(tenant))
            #expect(!gathered.isScattered)
            #expect((gathered.revision, gathered.lineage) == (scattered.revision, scattered.lineage))
            #expect(gathered.relationshipCount == 11)
        }
        #expect(graphs.byteCount == Sample.both.reduce(0) { $0 + (graphs.graph($1)?.byteCount ?? 0) })
        #expect(graphs.publish(scattered.applying([change], at: Revision(rawValue: 3)), for: Sample.acme))
    }

    @Test func `whoever asks while a tenant is loading gets the same graph`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            let importer = first.importer(Sample.acme)
            try await importer.append(try (0..<5000).map { try Sample.relationship("role:r#assignee@user:u\($0)") }, at: Sample.start)
            try await importer.finish(at: Sample.start)
            try await first.close()
            let store = try await workshop.open()
            let graphs = try await withThrowingTaskGroup(of: Graph.self) { group in
                for _ in 0..<20 { group.addTask { try await store.graph(Sample.acme) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(graphs.map(ObjectIdentifier.init)).count == 1)
            #expect(graphs.first?.relationshipCount == 5000)
            try await store.close()
        }
    }

    @Test func `a graph that is read again answers as before, whatever its rows are like`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            let relationships = try (0..<3 * RowBatch.capacity + 7).map { number in
                var relationship = try Sample.relationship("role:r\(number % 9)#assignee@user:\(number % 50 == 3 ? "é" : "u")\(number)")
                if number % 70 == 0 { relationship.expiresAt = Sample.later(number % 140 == 0 ? 10 : 1_000) }
                return relationship
            }
            let importer = first.importer(Sample.acme)
            try await importer.append(relationships, at: Sample.start)
            try await importer.finish(at: Sample.start)
            let written = try await first.graph(Sample.acme)
            try await first.close()
            let store = try await workshop.open()
            let loaded = try await store.graph(Sample.acme)
            #expect(loaded.relationshipCount == relationships.count)
            #expect(loaded.revision == written.revision)
            for relationship in relationships {
                let question = Question(
                    subject: relationship.subject, relation: "assignee", object: relationship.object, now: Sample.later(100))
                let expected: CheckResult = relationship.expiresAt.map { $0 > Sample.later(100) } ?? true ? .allowed : .denied
                #expect(loaded.check(question) == expected, "\(relationship)")
                #expect(written.check(question) == expected, "\(relationship)")
            }
            try await store.close()
        }
    }

    @Test func `a row that cannot be read stops the loading`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            _ = try await first.write(Sample.acme, [try Sample.touch("role:r#assignee@user:anne")], at: Sample.start)
            try await first.pool.write { try $0.execute(sql: "UPDATE relationships SET subject_id = 'a b'") }
            try await first.close()
            let store = try await workshop.open()
            await #expect(throws: InvalidReference.self) { try await store.graph(Sample.acme) }
            #expect(store.loadedGraph(Sample.acme) == nil)
            #expect(try await store.graph(Sample.globex).relationshipCount == 0)
            try await store.close()
        }
    }

    @Test func `a long loading tells how far it is`() async throws {
        try await withStore { store in
            let changes = try (0..<35).map { try Sample.touch("role:r#assignee@user:u\($0)") }
            for tenant in Sample.both { _ = try await store.write(tenant, changes, at: Sample.start) }
            let reports = Mutex<[LoadProgress]>([])
            let count = try await store.pool.read { database in
                let rows = try RelationshipRows(Sample.acme, in: database, interval: 10) { report in reports.withLock { $0.append(report) }
                }
                return rows.reduce(0) { count, _ in count + 1 }
            }
            #expect(count == 35)
            let expected = [(10, false), (20, false), (30, false), (35, true)]
            #expect(
                reports.withLock { $0 }
                    == expected.map { LoadProgress(tenant: Sample.acme, relationshipCount: $0, isComplete: $1) })
        }
    }

    @Test func `the loading of a larger tenant is told when it begins and when it ends, that of a small one is not`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            for (tenant, count) in [(Sample.acme, LoadProgress.smallest), (Sample.globex, LoadProgress.smallest - 1)] {
                let importer = first.importer(tenant)
                try await importer.append(try (0..<count).map { try Sample.relationship("role:r#assignee@user:u\($0)") }, at: Sample.start)
                try await importer.finish(at: Sample.start)
            }
            try await first.close()
            let reports = Mutex<[LoadProgress]>([])
            let store = try await Store.open(
                StoreConfiguration(directory: workshop.directory, onProgress: { report in reports.withLock { $0.append(report) } }))
            for tenant in Sample.both { _ = try await store.graph(tenant) }
            #expect(
                reports.withLock { $0 }
                    == [false, true].map {
                        LoadProgress(tenant: Sample.acme, relationshipCount: LoadProgress.smallest, isComplete: $0)
                    })
            #expect(store.currentCounts.graphLoads == 2)
            try await store.close()
        }
    }

    @Test func `a tenant that does not exist has no graph`() async throws {
        try await withStore { store in
            let unknown = try TenantID("unknown")
            let reading = try await refusal { _ = try await store.graph(unknown) }
            let writing = try await refusal { _ = try await store.write(unknown, [], at: Sample.start) }
            #expect(reading == "not_found")
            #expect(writing == "not_found")
        }
    }

    @Test func `a graph is at least as fresh as a revision that was answered`() async throws {
        try await withStore { store in
            let revision = try await store.write(Sample.acme, [try Sample.touch("role:r#assignee@user:anne")], at: Sample.start)
            #expect(try await store.graph(Sample.acme, atLeast: revision).revision == revision)
            #expect(try await store.graph(Sample.acme, atLeast: Revision(rawValue: 0)).revision == revision)
            let code = try await refusal { _ = try await store.graph(Sample.acme, atLeast: Revision(rawValue: 2)) }
            #expect(code == "revision_unknown")
        }
    }

    private func graph(_ count: Int, revision: UInt64) throws -> Graph {
        let relationships = try (0..<count).map { try Sample.relationship("role:r#assignee@user:u\($0)") }
        // In order already, so that its size stays.
        return Graph(model: Sample.builtIn, relationships: relationships, revision: Revision(rawValue: revision)).gathered()
    }
}
