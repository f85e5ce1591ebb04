import Permissions
import Testing

@testable import Store

@Suite struct ModelTests {
    private let narrow = Sample.must {
        try Model(
            parsing: """
                model
                  schema 1.1
                type user
                type role
                  relations
                    define assignee: [user]
                """)
    }

    @Test func `a model is refused with the list until nothing stored contradicts it`() async throws {
        try await withStore { store in
            let lost = ["tool:a/b#caller@user:anne", "tool:a/c#caller@user:anne"]
            for tenant in Sample.both {
                _ = try await store.write(tenant, try (lost + ["role:ops#assignee@user:anne"]).map(Sample.touch), at: Sample.start)
            }
            let error = await #expect(throws: StoreError.self) { try await store.writeModel(Sample.acme, narrow, at: Sample.start) }
            guard case .modelConflict(let list, let total) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(list.sorted() == lost)
            #expect(total == 2)
            #expect(try await store.model(Sample.acme).id == "1")
            #expect(try await store.graph(Sample.acme).revision == Revision(rawValue: 1))

            _ = try await store.write(Sample.acme, try lost.map(Sample.delete), at: Sample.start)
            let stored = try await store.writeModel(Sample.acme, narrow, at: Sample.later(5))
            #expect(stored.id == "2")
            #expect(try await store.model(Sample.acme) == stored)
            #expect(try await store.graph(Sample.acme).revision == Revision(rawValue: 3))
            #expect(try await store.graph(Sample.acme).model.source == narrow.source)
            #expect(try await store.graph(Sample.acme).relationshipCount == 1)
            #expect(try await store.model(Sample.globex).id == "1")
            #expect(try await store.graph(Sample.globex).relationshipCount == 3)
        }
    }

    @Test func `a list of conflicts ends at twenty`() async throws {
        try await withStore { store in
            let changes = try (0..<25).map { try Sample.touch("tool:a/t\($0)#caller@user:anne") }
            _ = try await store.write(Sample.acme, changes, at: Sample.start)
            let error = await #expect(throws: StoreError.self) { try await store.writeModel(Sample.acme, narrow, at: Sample.start) }
            guard case .modelConflict(let list, let total) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(list.count == 20)
            #expect(total == 25)
        }
    }

    @Test func `what the new model does not know is refused from then on`() async throws {
        try await withStore { store in
            _ = try await store.writeModel(Sample.acme, narrow, at: Sample.start)
            let change = try Sample.touch("tool:a/b#caller@user:anne")
            let refused = try await refusal { _ = try await store.write(Sample.acme, [change], at: Sample.start) }
            let accepted = try await refusal { _ = try await store.write(Sample.globex, [change], at: Sample.start) }
            #expect(refused == "unknown_type")
            #expect(accepted == nil)
        }
    }

    @Test func `a server is registered under a model without tools`() async throws {
        try await withStore { store in
            _ = try await store.writeModel(Sample.acme, narrow, at: Sample.start)
            let server = try Sample.server()
            _ = try await store.createServer(Sample.acme, server)
            #expect(try await store.servers(Sample.acme) == [server])
            #expect(try await store.graph(Sample.acme).relationshipCount == 0)
        }
    }

    @Test func `a model is in force after a restart`() async throws {
        try await withWorkshop { workshop in
            let first = try await workshop.open()
            try await populate(first)
            _ = try await first.writeModel(Sample.globex, narrow, at: Sample.start)
            try await first.close()
            let second = try await workshop.open()
            #expect(try await second.graph(Sample.globex).model.source == narrow.source)
            #expect(try await second.graph(Sample.acme).model.source == Model.builtInSource)
            try await second.close()
        }
    }

    @Test func `a model in JSON is in force again after a restart`() async throws {
        try await withWorkshop { workshop in
            let store = try await workshop.open()
            try await populate(store)
            let current = try Model(parsingEither: try await store.model(Sample.acme).source)
            let model = try Model(parsingEither: current.jsonText())
            let stored = try await store.writeModel(Sample.acme, model, at: Sample.later(1))
            try await store.close()
            let reopened = try await workshop.open()
            let graph = try await reopened.graph(Sample.acme)
            #expect(graph.model.source == model.source)
            #expect(try await reopened.graph(Sample.acme, model: stored.id).model.typeNames == current.typeNames)
            try await reopened.close()
        }
    }
}
