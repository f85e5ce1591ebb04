import Permissions
import Testing

@testable import Store

@Suite struct ModelHistoryTests {
    @Test func `models that differ in their bytes only are two models`() async throws {
        try await withStore { store in
            // One spelling of the letter after the other, which Swift's own comparison calls equal.
            let sources = ["\u{e9}", "e\u{301}"].map { "model\n  schema 1.1\n# \($0)\ntype user\n" }
            #expect(sources[0] == sources[1])
            for source in sources { _ = try await store.writeModel(Sample.acme, try Model(parsing: source), at: Sample.start) }
            for (number, source) in sources.enumerated() {
                let graph = try await store.graph(Sample.acme, model: String(number + 2))
                #expect(Array(graph.model.source.utf8) == Array(source.utf8))
            }
        }
    }

    @Test func `few models are held against all relationships at a time`() async throws {
        try await withStore { store in
            var held = try (0..<ReadingPermits.models).map { _ in try store.modelReadings.take() }
            #expect(try await refusal { _ = try await store.planModel(Sample.acme, Sample.builtIn, at: Sample.start) } == "busy")
            #expect(try await refusal { _ = try await store.writeModel(Sample.acme, Sample.builtIn, at: Sample.start) } == "busy")
            held.removeLast()
            for _ in 0..<3 { #expect(try await store.planModel(Sample.acme, Sample.builtIn, at: Sample.start).conflictCount == 0) }
            #expect(held.count == ReadingPermits.models - 1)
        }
    }

    private let kept = "role:ops#assignee@user:anne"
    private let lost = ["tool:a/b#caller@user:anne", "tool:a/c#caller@user:anne"]
    private let narrow = Sample.must {
        try Model(parsing: "model\n  schema 1.1\ntype user\ntype role\n  relations\n    define assignee: [user]\n")
    }

    @Test func `a plan tells what a model would not accept and changes nothing`() async throws {
        try await withStore { store in
            try await write(store)
            let plan = try await store.planModel(Sample.acme, narrow, at: Sample.start)
            let conflicts = try lost.map(Sample.relationship)
            #expect(plan == ModelPlan(conflicts: conflicts, conflictCount: 2, revision: Revision(rawValue: 1), next: nil))
            #expect(try await store.planModel(Sample.acme, Sample.builtIn, at: Sample.start).conflictCount == 0)
            #expect(try await store.model(Sample.acme).id == "1")
            #expect(try await store.graph(Sample.acme).relationshipCount == 3)
        }
    }

    @Test func `all that a model would not accept can be read, page by page`() async throws {
        try await withStore { store in
            let names = ["é", "z", "Z", "a", "a0", "a.b", "日", "~", "0"]
            let lost = try names.map { try Sample.relationship("tool:\($0)#caller@user:anne") }
            _ = try await store.write(
                Sample.acme, updates: (lost + [try Sample.relationship(kept)]).map { .create($0) }, mode: WriteMode(), at: Sample.start)
            let all = try await store.planModel(Sample.acme, narrow, at: Sample.start).conflicts
            #expect(Set(all) == Set(lost))
            for limit in [1, 2, 4, 9, 10] {
                var found: [Relationship] = []
                var cursor: String?
                repeat {
                    let page = try await store.planModel(Sample.acme, narrow, after: cursor, limit: limit, at: Sample.start)
                    #expect(page.conflictCount == names.count)
                    #expect(page.conflicts.count == min(limit, names.count - found.count))
                    found += page.conflicts
                    cursor = page.next
                } while cursor != nil && found.count < 20
                #expect(found == all, "in pages of \(limit)")
            }
        }
    }

    @Test func `what expires between two pages moves nothing`() async throws {
        try await withStore { store in
            var first = try Sample.relationship("tool:a#caller@user:anne")
            first.expiresAt = Sample.later(60)
            let rest = try ["b", "c"].map { try Sample.relationship("tool:\($0)#caller@user:anne") }
            _ = try await store.write(
                Sample.acme, updates: ([first] + rest).map { .create($0) }, mode: WriteMode(), at: Sample.start)
            let page = try await store.planModel(Sample.acme, narrow, limit: 2, at: Sample.start)
            #expect(page.conflicts.map(\.key) == [first.key, rest[0].key])
            let next = try await store.planModel(Sample.acme, narrow, after: page.next, limit: 2, at: Sample.later(60))
            #expect(next.conflicts == [rest[1]])
            #expect(next.conflictCount == 3)
        }
    }

    @Test func `a page goes on in the list it was begun in, or not at all`() async throws {
        try await withStore { store in
            try await write(store)
            let cursor = try #require(try await store.planModel(Sample.acme, narrow, limit: 1, at: Sample.start).next)
            func refused(_ tenant: TenantID, _ model: Model, _ cursor: String) async throws -> String? {
                try await refusal { _ = try await store.planModel(tenant, model, after: cursor, limit: 1, at: Sample.start) }
            }
            #expect(try await refused(Sample.acme, Sample.builtIn, cursor) == "invalid_cursor")
            #expect(try await refused(Sample.globex, narrow, cursor) == "invalid_cursor")
            for wrong in ["", "x", "!" + cursor, String(cursor.dropLast(4)), String(repeating: "A", count: 5_000)] {
                #expect(try await refused(Sample.acme, narrow, wrong) == "invalid_cursor", "\(wrong.prefix(20))")
            }
            #expect(
                try await store.planModel(Sample.acme, narrow, after: cursor, limit: 5, at: Sample.start).conflicts.map(\.description)
                    == [lost[1]])
            let late = try Sample.relationship("tool:a/d#caller@user:anne")
            _ = try await store.write(Sample.acme, updates: [.create(late)], mode: WriteMode(), at: Sample.start)
            #expect(try await refused(Sample.acme, narrow, cursor) == "revision_changed")
        }
    }

    @Test func `a model deletes what it does not accept where that is asked for`() async throws {
        try await withStore { store in
            try await write(store)
            let change = try await store.writeModel(Sample.acme, narrow, removing: true, at: Sample.later(1))
            #expect(change.removed == (try lost.map(Sample.relationship)))
            #expect(change.removedCount == 2)
            #expect(change.model.id == "2")
            #expect(change.revision == Revision(rawValue: 2))
            let stored = try await store.relationships(Sample.acme, matching: RelationshipFilter(), after: nil, limit: 10, at: Sample.start)
                .items
            #expect(stored.map(\.description) == [kept])
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
            #expect(try await store.graph(Sample.acme).revision == change.revision)
            #expect(try await store.graph(Sample.acme).model.source == narrow.source)
            let history = try await store.changes(Sample.acme, after: Revision(rawValue: 1), limit: 10).changes
            #expect(history.map(\.operation) == [.delete, .delete])
            #expect(history.map(\.relationship.description) == lost)
        }
    }

    @Test func `models are listed newest first and found by their id`() async throws {
        try await withStore { store in
            for number in 0..<4 {
                _ = try await store.writeModel(Sample.acme, number % 2 == 0 ? narrow : Sample.builtIn, at: Sample.later(Double(number)))
            }
            var ids: [String] = []
            var cursor: String?
            repeat {
                let page = try await store.models(Sample.acme, after: cursor, limit: 2)
                ids += page.items.map(\.id)
                cursor = page.next
            } while cursor != nil && ids.count < 10
            #expect(ids == ["5", "4", "3", "2", "1"])
            #expect(try await store.model(Sample.acme, id: "2").source == narrow.source)
            #expect(try await store.model(Sample.acme, id: "1").source == Model.builtInSource)
            for id in ["0", "6", "", "x", "01", "+1"] {
                #expect(try await refusal { _ = try await store.model(Sample.acme, id: id) } == "not_found")
            }
            #expect(try await refusal { _ = try await store.model(Sample.globex, id: "2") } == "not_found")
            for wrong in ["x", "", "2"] {
                #expect(try await refusal { _ = try await store.models(Sample.acme, after: wrong, limit: 2) } == "invalid_cursor")
            }
            let next = try #require(try await store.models(Sample.acme, after: nil, limit: 2).next)
            #expect(try await refusal { _ = try await store.models(Sample.globex, after: next, limit: 2) } == "invalid_cursor")
        }
    }

    @Test func `an older model has a graph of the relationships of now`() async throws {
        try await withStore { store in
            _ = try await store.write(Sample.acme, [try Sample.touch(kept)], at: Sample.start)
            _ = try await store.writeModel(Sample.acme, narrow, at: Sample.start)
            let question = Question(
                subject: try SubjectReference(parsing: "user:anne"), relation: "caller", object: try ObjectReference(parsing: "tool:a/b"),
                now: Sample.start)
            let old = try await store.graph(Sample.acme, model: "1")
            #expect(old.model.source == Model.builtInSource)
            #expect(old.check(question) == .denied)
            #expect(try await store.graph(Sample.acme, model: "1") === old)
            #expect(try await store.graph(Sample.acme, model: "2") === store.loadedGraph(Sample.acme))

            _ = try await store.write(Sample.acme, [try Sample.touch("role:ops#assignee@user:bob")], at: Sample.start)
            let next = try await store.graph(Sample.acme, model: "1")
            #expect(next !== old)
            #expect(next.relationshipCount == 2)
            #expect(next.revision == (try await store.graph(Sample.acme).revision))
            #expect(try await refusal { _ = try await store.graph(Sample.acme, model: "9") } == "not_found")
        }
    }

    @Test func `few graphs under other models are kept, and none longer than the tenant's own`() async throws {
        let graphs = ModelGraphs()
        let graph = Graph(model: narrow, relationships: [], revision: Revision(rawValue: 1))
        for number in 0..<30 { graphs.keep(graph, Sample.acme, String(number)) }
        #expect(graphs.count == ModelGraphs.capacity)
        #expect(graphs.find(Sample.acme, "0", revision: graph.revision) == nil)
        #expect(graphs.find(Sample.acme, "29", revision: graph.revision)?.graph === graph)
        #expect(graphs.find(Sample.acme, "29", revision: Revision(rawValue: 2))?.graph == nil)
        graphs.forget(Sample.acme)
        let forgotten = try #require(graphs.find(Sample.acme, "29", revision: graph.revision))
        #expect(forgotten.graph == nil)
        #expect(forgotten.model.source == narrow.source)
    }

    private func write(_ store: Store) async throws {
        _ = try await store.write(Sample.acme, try (lost + [kept]).map(Sample.touch), at: Sample.start)
    }
}
