import Foundation
import Testing

@testable import Permissions

struct GraphTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, group#member]
        type doc
          relations
            define viewer: [user, user:*, group#member]

        """

    private func graph(_ relationships: [Relationship] = []) throws -> Graph {
        Graph(model: try Model(parsing: GraphTests.source), relationships: relationships, revision: Revision(rawValue: 1))
    }

    private func answer(_ graph: Graph, _ text: String) throws -> CheckResult {
        let asked = try Relationship(parsing: text)
        return graph.check(Question(subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now))
    }

    @Test
    func `every snapshot keeps its own state and revision`() throws {
        let first = try graph([try Relationship(parsing: "doc:1#viewer@user:anne")])
        let second = first.applying([.touch(try Relationship(parsing: "doc:1#viewer@user:bob"))], at: Revision(rawValue: 2))
        let third = second.applying([.delete(try RelationshipKey(parsing: "doc:1#viewer@user:anne"))], at: Revision(rawValue: 3))
        #expect([first, second, third].map(\.relationshipCount) == [1, 2, 1])
        #expect([first, second, third].map(\.revision.rawValue) == [1, 2, 3])
        #expect(try [first, second, third].map { try answer($0, "doc:1#viewer@user:anne") } == [.allowed, .allowed, .denied])
        #expect(try [first, second, third].map { try answer($0, "doc:1#viewer@user:bob") } == [.denied, .allowed, .allowed])
    }

    @Test
    func `touching twice and deleting what is not there change nothing`() throws {
        let relationship = try Relationship(parsing: "doc:1#viewer@user:anne")
        let graph = try graph([relationship, relationship]).applying(
            [
                .touch(relationship), .delete(try RelationshipKey(parsing: "doc:9#viewer@user:x")),
                .delete(try RelationshipKey(parsing: "page:9#a@b:x")),
            ],
            at: Revision(rawValue: 2))
        #expect(graph.relationshipCount == 1)
        #expect(try answer(graph, "doc:1#viewer@user:anne") == .allowed)
    }

    @Test
    func `a later change of one batch wins`() throws {
        let relationship = try Relationship(parsing: "doc:1#viewer@user:anne")
        let gone = try graph().applying([.touch(relationship), .delete(relationship.key)], at: Revision(rawValue: 2))
        #expect(try answer(gone, "doc:1#viewer@user:anne") == .denied)
        let back = gone.applying([.delete(relationship.key), .touch(relationship)], at: Revision(rawValue: 3))
        #expect(try answer(back, "doc:1#viewer@user:anne") == .allowed)
    }

    @Test
    func `touching changes expiry in place`() throws {
        var relationship = try Relationship(parsing: "doc:1#viewer@user:anne")
        let forever = try graph([relationship])
        relationship.expiresAt = GraphTests.now
        let over = forever.applying([.touch(relationship)], at: Revision(rawValue: 2))
        relationship.expiresAt = GraphTests.now.addingTimeInterval(1)
        let renewed = over.applying([.touch(relationship)], at: Revision(rawValue: 3))
        relationship.expiresAt = nil
        let again = renewed.applying([.touch(relationship)], at: Revision(rawValue: 4))
        let graphs = [forever, over, renewed, again]
        #expect(graphs.map(\.relationshipCount) == [1, 1, 1, 1])
        #expect(try graphs.map { try answer($0, "doc:1#viewer@user:anne") } == [.allowed, .denied, .allowed, .allowed])
    }

    @Test
    func `many changes are folded in without losing one`() throws {
        var graph = try graph()
        for batch in 0..<12 {
            let changes = try (0..<1_000).map { RelationshipChange.touch(try Relationship(parsing: "doc:\(batch)#viewer@user:\($0)")) }
            graph = graph.applying(changes, at: Revision(rawValue: UInt64(batch + 2)))
        }
        let removed = try (0..<500).map { RelationshipChange.delete(try RelationshipKey(parsing: "doc:3#viewer@user:\($0)")) }
        graph = graph.applying(removed, at: Revision(rawValue: 20))
        #expect(graph.relationshipCount == 11_500)
        #expect(try answer(graph, "doc:11#viewer@user:999") == .allowed)
        #expect(try answer(graph, "doc:3#viewer@user:499") == .denied)
        #expect(try answer(graph, "doc:3#viewer@user:500") == .allowed)
        #expect(try answer(graph, "doc:3#viewer@user:1000") == .denied)
    }

    @Test
    func `a circle of a hundred thousand groups ends with the right answer`() throws {
        var relationships: [Relationship] = []
        for index in 0..<100_000 {
            let subject = try SubjectReference(type: "group", id: String((index + 1) % 100_000), relation: "member")
            relationships.append(
                Relationship(object: try ObjectReference(type: "group", id: String(index)), relation: "member", subject: subject))
        }
        relationships.append(try Relationship(parsing: "group:99999#member@user:anne"))
        relationships.append(try Relationship(parsing: "doc:1#viewer@group:0#member"))
        let graph = try graph(relationships)
        #expect(try answer(graph, "doc:1#viewer@user:anne") == .allowed)
        #expect(try answer(graph, "doc:1#viewer@user:bob") == .denied)
    }

    @Test
    func `a question that needs more work than it may fails`() throws {
        let relationships = try (0..<200).map { try Relationship(parsing: "doc:1#viewer@group:\($0)#member") }
        let asked = try Relationship(parsing: "doc:1#viewer@user:bob")
        let question = Question(
            subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now,
            limits: .unhurried(depth: 25, work: 100))
        guard case .failed(let failure) = try graph(relationships).check(question) else {
            Issue.record("not failed")
            return
        }
        #expect(failure.code == "too_much_work")
    }

    @Test
    func `too many contextual relationships are refused`() throws {
        let asked = try Relationship(parsing: "doc:1#viewer@user:bob")
        let extra = try (0..<101).map { try Relationship(parsing: "doc:1#viewer@user:u\($0)") }
        let question = Question(
            subject: asked.subject, relation: asked.relation, object: asked.object, contextual: extra, now: GraphTests.now)
        guard case .failed(let failure) = try graph().check(question) else {
            Issue.record("not failed")
            return
        }
        #expect(failure.code == "too_many_contextual_relationships")
    }

    @Test
    func `snapshots can be read from many tasks while others are made`() async throws {
        let first = try graph([try Relationship(parsing: "doc:1#viewer@user:anne")])
        let asked = try Relationship(parsing: "doc:1#viewer@user:anne")
        let question = Question(subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now)
        let added = try (0..<50).map { try Relationship(parsing: "doc:1#viewer@user:u\($0)") }
        let allowed = await withTaskGroup(of: Int.self) { group in
            for relationship in added {
                group.addTask {
                    let next = first.applying([.touch(relationship)], at: Revision(rawValue: 2))
                    return (next.check(question) == .allowed ? 1 : 0) + (first.check(question) == .allowed ? 1 : 0)
                }
            }
            return await group.reduce(0, +)
        }
        #expect(allowed == 100)
    }
}
