import Foundation
import Testing

@testable import Permissions

/// Relationships told as bytes make the same graph as those told as values.
struct GraphBuilderTests {
    private static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, group#member]
        type doc
          relations
            define owner: [user]
            define viewer: [user, user:*, group#member]

        """

    /// What the loader of a table does.
    private func append(_ relationship: Relationship, to graph: inout GraphBuilder) -> Bool {
        let isPlain = relationship.condition == nil && relationship.expiresAt == nil
        if isPlain, relationship.withTexts({ graph.append($0) }) { return true }
        graph.append(relationship)
        return false
    }

    @Test
    func `both ways tell the same`() throws {
        var relationships = try (0..<200).flatMap { number in
            try [
                "doc:d\(number)#owner@user:u\(number % 7)", "doc:d\(number)#viewer@user:*",
                "doc:d\(number)#viewer@group:g\(number % 3)#member", "doc:é\(number)#viewer@user:u\(number)",
            ].map { try Relationship(parsing: $0) }
        }
        relationships[40].expiresAt = Date(timeIntervalSince1970: 2_000_000_000)
        let model = try Model(parsing: GraphBuilderTests.source)
        let whole = Graph(model: model, relationships: relationships, revision: Revision(rawValue: 1))
        var builder = GraphBuilder()
        let asBytes = relationships.map { append($0, to: &builder) }
        let graph = builder.graph(model: model, revision: Revision(rawValue: 1))
        #expect(graph.relationshipCount == 800)
        // One to learn each of the three classes, ids beyond ASCII, and the one that expires.
        #expect(asBytes.count { !$0 } == 3 + 200 + 1)
        let questions = try (0..<200).flatMap { number in
            try ["doc:d\(number)", "doc:é\(number)"].flatMap { object in
                try ["owner@user:u1", "viewer@user:u\(number)", "viewer@group:g1#member"].map {
                    try Relationship(parsing: "\(object)#\($0)")
                }
            }
        }
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        func answers(_ graph: Graph) -> [CheckResult] {
            questions.map { graph.check(Question(subject: $0.subject, relation: $0.relation, object: $0.object, now: now)) }
        }
        #expect(answers(graph) == answers(whole))
        #expect(answers(graph).contains(.allowed) && answers(graph).contains(.denied))
    }

    @Test(arguments: ["", "*", "a b", "a#b", "a:b", "a\u{7f}", "a\u{0}", "é", String(repeating: "x", count: 253)])
    func `an object id that may be wrong is not taken as bytes`(id: String) throws {
        var builder = GraphBuilder()
        builder.append(try Relationship(parsing: "doc:1#owner@user:anne"))
        func append(_ id: String, _ subject: String) -> Bool {
            Relationship(
                object: ObjectReference(uncheckedType: "doc", id: id), relation: "owner",
                subject: SubjectReference(uncheckedType: "user", id: subject, relation: nil)
            ).withTexts { builder.append($0) }
        }
        let refused = append(id, "anne")
        let refusedSubject = id == "*" || id.utf8.count == 253 ? false : append("2", id)
        let taken = append(String(repeating: "x", count: 252), "bob")
        #expect(!refused && !refusedSubject && taken)
        #expect(builder.graph(model: try Model(parsing: GraphBuilderTests.source), revision: Revision(rawValue: 1)).relationshipCount == 2)
    }

    @Test
    func `a model is asked once about relationships that are alike, and again about those that are not`() throws {
        let model = try Model(parsing: GraphBuilderTests.source)
        var classes = AcceptedClasses(model)
        let texts = [
            "group:a#member@group:b#member", "group:a#member@group:a#member", "doc:1#owner@user:anne", "doc:1#owner@user:*",
            "doc:1#owner@group:a#member", "doc:1#viewer@user:*", "page:1#owner@user:anne", "doc:2#owner@user:bob",
        ]
        for text in texts + texts {
            let relationship = try Relationship(parsing: text)
            #expect(classes.refusal(of: relationship) == model.refusal(of: relationship), "\(text)")
        }
        #expect(try texts.count { classes.refusal(of: try Relationship(parsing: $0)) != nil } == 4)
    }
}
