import Expressions
import Foundation
import Testing

@testable import Permissions

@Suite struct GraphSizeTests {
    @Test func `a graph says what its tables, changes, names and contexts take`() throws {
        let empty = try graph([])
        let small = try graph((0..<1_000).map { "tool:a/t\($0)#caller@user:u\($0)" })
        let large = try graph((0..<10_000).map { "tool:a/t\($0)#caller@user:u\($0)" })
        // Two tables of a number for each relationship, two names with their places.
        #expect(small.byteCount - empty.byteCount > 1_000 * 40)
        #expect(large.byteCount - empty.byteCount > 10_000 * 40)
        #expect(large.byteCount - empty.byteCount < 10_000 * 400)
        let changed = small.applying([.touch(try Relationship(parsing: "tool:a/new#caller@user:new"))], at: Revision(rawValue: 2))
        #expect(changed.byteCount > small.byteCount)
        let names = small.applying(
            [.touch(try Relationship(parsing: "tool:a/new#caller@user:\(String(repeating: "n", count: 400))"))], at: Revision(rawValue: 2))
        #expect(names.byteCount > changed.byteCount + 390)
    }

    @Test func `what a condition brings along is counted as long as it is there`() throws {
        let before = try graph([])
        var relationship = try Relationship(parsing: "tool:a/t#caller@user:anne")
        let text = String(repeating: "x", count: 5_000)
        relationship.condition = ConditionReference(
            name: "c", context: ["list": .list([.string(text), .map([.string("k"): .string(text)])])])
        let with = before.applying([.touch(relationship)], at: Revision(rawValue: 2))
        let replaced = with.applying([.touch(relationship)], at: Revision(rawValue: 3))
        let without = with.applying([.delete(relationship.key)], at: Revision(rawValue: 4))
        #expect(with.byteCount > before.byteCount + 10_000)
        #expect(replaced.byteCount < with.byteCount + 1_000)
        #expect(without.byteCount < with.byteCount - 10_000)
    }

    @Test func `names without a relationship go where writes never pause`() throws {
        var graph = try graph(["tool:a/t#caller@user:anne"])
        var revision: UInt64 = 1
        var largest = 0
        var before: [Relationship] = []
        for round in 0..<180 {
            let next = try (0..<500).map { try Relationship(parsing: "tool:a/r\(round)-\($0)#caller@user:r\(round)-\($0)") }
            revision += 1
            graph = graph.applying(before.map { .delete($0.key) } + next.map { .touch($0) }, at: Revision(rawValue: revision))
            before = next
            largest = max(largest, graph.byteCount)
        }
        // 90,000 relationships with two names each came and went, the first 65,536 of which were let go together.
        #expect(graph.byteCount < largest * 2 / 3)
        #expect(graph.relationshipCount == 501)
        let question = try Relationship(parsing: "tool:a/t#caller@user:anne")
        #expect(
            graph.check(Question(subject: question.subject, relation: question.relation, object: question.object, now: now)) == .allowed)
    }

    @Test func `names without a relationship go when most are such, and every answer stays`() throws {
        let texts = (0..<6_000).map { "tool:a/t\($0)#caller@user:u\($0 % 3_000)" }
        var relationships = try texts.map { try Relationship(parsing: $0) }
        for index in stride(from: 0, to: 6_000, by: 100) { relationships[index].expiresAt = now + 60 }
        let full = Graph(model: try builtIn(), relationships: relationships, revision: Revision(rawValue: 1))
        let kept = relationships.enumerated().filter { $0.offset % 50 == 0 }.map(\.element)
        let deletions = relationships.enumerated().filter { $0.offset % 50 != 0 }.map { RelationshipChange.delete($0.element.key) }
        let thin = full.applying(deletions, at: Revision(rawValue: 2))
        #expect(thin.isScattered)
        let gathered = thin.gathered()
        #expect(!gathered.isScattered)
        #expect(gathered.revision == thin.revision)
        #expect(gathered.lineage != thin.lineage)
        #expect(gathered.relationshipCount == kept.count)
        #expect(gathered.byteCount < full.byteCount / 4)
        #expect(gathered.keys(KeyPattern(), at: now, limit: 10_000) == kept.map(\.key).sorted())
        for relationship in relationships {
            for time in [now, now + 60] {
                let question = Question(subject: relationship.subject, relation: "caller", object: relationship.object, now: time)
                #expect(gathered.check(question) == thin.check(question), "\(relationship)")
            }
        }
        // It goes on like any other.
        let again = gathered.applying([.touch(relationships[1])], at: Revision(rawValue: 3))
        #expect(
            again.check(Question(subject: relationships[1].subject, relation: "caller", object: relationships[1].object, now: now))
                == .allowed)
    }

    @Test func `numbers stay while most names are used`() throws {
        let relationships = try (0..<6_000).map { try Relationship(parsing: "tool:a/t\($0)#caller@user:u\($0)") }
        let full = Graph(model: try builtIn(), relationships: relationships, revision: Revision(rawValue: 1))
        let thin = full.applying(relationships.prefix(1_000).map { .delete($0.key) }, at: Revision(rawValue: 2))
        #expect(thin.gathered().lineage == full.lineage)
    }

    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func builtIn() throws -> Model { try Model(parsing: Model.builtInSource) }

    private func graph(_ texts: [String]) throws -> Graph {
        Graph(model: try builtIn(), relationships: try texts.map { try Relationship(parsing: $0) }, revision: Revision(rawValue: 1))
    }
}
