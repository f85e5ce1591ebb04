import Foundation
import Permissions

/// Lists of objects: 1,000 behind two hops, and 10,000 behind a union with exclusion.
enum ListBenchmark {
    private static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user]
        type folder
          relations
            define viewer: [user, group#member]
        type doc
          relations
            define parent: [folder]
            define blocked: [user]
            define owner: [user]
            define viewer: viewer from parent
            define reader: (owner or viewer) but not blocked
        """

    static func run() throws {
        try measure("two hops", relation: "viewer", documents: 1_000)
        try measure("union with exclusion", relation: "reader", documents: 10_000)
    }

    private static func measure(_ name: String, relation: String, documents: Int) throws {
        var relationships = [
            try Relationship(parsing: "group:staff#member@user:person-10000000001"),
            try Relationship(parsing: "folder:shared#viewer@group:staff#member"),
        ]
        for number in 0..<documents {
            relationships.append(try Relationship(parsing: "doc:paper-\(100_000_000 + number)#parent@folder:shared"))
            if number % 10 == 0 {
                relationships.append(try Relationship(parsing: "doc:paper-\(100_000_000 + number)#blocked@user:person-10000000002"))
            }
        }
        let graph = Graph(model: try Model(parsing: source), relationships: relationships, revision: Revision(rawValue: 1))
        let question = ListObjectsQuestion(
            subject: try SubjectReference(type: "user", id: "person-10000000001"), relation: relation, objectType: "doc",
            scope: QuestionScope(now: Date()))
        let listed = try graph.listObjects(question).items.count
        precondition(listed == documents)
        var found = 0
        let median = Measurement.median(runs: 51, callsPerRun: 1) { _ in
            found += (try? graph.listObjects(question).items.count) ?? 0
        }
        precondition(found == 51 * documents)
        Row("lists").with("kind", name).with("results", documents).with("microseconds", median)
            .with("microsecondsPerResult", median / Double(documents)).print()
    }
}
