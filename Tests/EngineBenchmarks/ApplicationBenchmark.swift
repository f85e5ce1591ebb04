import Foundation
import Permissions

/// The three applications Cedar is measured with, in OpenFGA's language and with relationships of our own, and shapes that are hard:
/// deep chains of groups, wide groups, and batches behind a `but not`.
struct ApplicationBenchmark {
    let name: String
    let model: String
    let relationships: [String]
    /// Each as a relationship that is asked for.
    let questions: [String]

    static func run() throws {
        for application in [drive, repositories, tasks, chain, wide, exclusion] { try application.measure() }
    }

    private func measure() throws {
        let graph = Graph(
            model: try Model(parsing: model), relationships: try relationships.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        let asked = try questions.map { text -> Question in
            let relationship = try Relationship(parsing: text)
            return Question(
                subject: relationship.subject, relation: relationship.relation, object: relationship.object, now: Date())
        }
        let allowed = asked.count { graph.check($0) == .allowed }
        precondition(allowed > 0 && allowed < asked.count, "\(allowed) of \(asked.count) questions of \(name) are allowed")
        var count = 0
        let samples = Measurement.samples(runs: 401, callsPerRun: 50) { call in
            if graph.check(asked[call % asked.count]) == .allowed { count += 1 }
        }
        let batch = Array(asked.prefix(50))
        let many = Measurement.median(runs: 101, callsPerRun: 4) { _ in count += graph.checkMany(batch).count }
        Row("cedar").with("application", name).with("relationships", graph.relationshipCount)
            .with("allowedShare", Double(allowed) / Double(asked.count)).with("medianMicroseconds", samples[200])
            .with("p99Microseconds", samples[396]).with("batchOf50Microseconds", many).print()
    }

    /// The seed keeps relationships and questions from being the same pairs.
    private static func random(_ count: Int, seed: UInt64 = 11, _ make: (inout Scatter) -> String) -> [String] {
        var random = Scatter(state: seed)
        return (0..<count).map { _ in make(&random) }
    }

    private static let drive = ApplicationBenchmark(
        name: "gdrive",
        model: """
            model
              schema 1.1
            type user
            type group
              relations
                define member: [user, group#member]
            type folder
              relations
                define parent: [folder]
                define viewer: [user, group#member] or viewer from parent
            type document
              relations
                define parent: [folder]
                define owner: [user]
                define public: [user:*]
                define viewer: [user, group#member] or owner or public or viewer from parent
            """,
        relationships: random(5_000) { "group:g\($0.next(below: 200))#member@user:u\($0.next(below: 1_000))" }
            + (1..<200).map { "group:g\($0 / 4)#member@group:g\($0)#member" }
            + (1..<2_000).map { "folder:f\($0)#parent@folder:f\($0 / 5)" }
            + random(2_000) { "folder:f\(400 + $0.next(below: 1_600))#viewer@group:g\(50 + $0.next(below: 150))#member" }
            + (0..<10_000).map { "document:d\($0)#parent@folder:f\($0 % 2_000)" }
            + (0..<10_000).map { "document:d\($0)#owner@user:u\($0 % 1_000)" }
            + (0..<100).map { "document:d\($0 * 97)#public@user:*" },
        questions: random(1_000, seed: 23) { "document:d\($0.next(below: 10_000))#viewer@user:u\($0.next(below: 1_000))" })

    private static let repositories = ApplicationBenchmark(
        name: "github",
        model: """
            model
              schema 1.1
            type user
            type team
              relations
                define member: [user, team#member]
            type organization
              relations
                define owner: [user]
                define reader: [user, team#member] or owner
            type repository
              relations
                define organization: [organization]
                define admin: [user, team#member] or owner from organization
                define maintainer: [user, team#member] or admin
                define writer: [user, team#member] or maintainer
                define triager: [user, team#member] or writer
                define reader: [user, team#member] or triager or owner from organization
            """,
        relationships: random(5_000) { "team:t\($0.next(below: 300))#member@user:u\($0.next(below: 1_000))" }
            + (1..<300).map { "team:t\($0 / 4)#member@team:t\($0)#member" }
            + (0..<5_000).map { "repository:r\($0)#organization@organization:o\($0 % 20)" }
            + (0..<20).map { "organization:o\($0)#owner@user:u\($0)" }
            + random(5_000) { "repository:r\($0.next(below: 5_000))#writer@team:t\(75 + $0.next(below: 225))#member" }
            + random(5_000) { "repository:r\($0.next(below: 5_000))#triager@user:u\($0.next(below: 1_000))" },
        questions: random(1_000, seed: 23) { "repository:r\($0.next(below: 5_000))#reader@user:u\($0.next(below: 1_000))" })

    private static let tasks = ApplicationBenchmark(
        name: "tinytodo",
        model: """
            model
              schema 1.1
            type user
            type team
              relations
                define member: [user, team#member]
            type list
              relations
                define owner: [user]
                define editor: [user, team#member] or owner
                define reader: [user, team#member] or editor
            """,
        relationships: random(5_000) { "team:t\($0.next(below: 200))#member@user:u\($0.next(below: 1_000))" }
            + (1..<200).map { "team:t\($0 / 4)#member@team:t\($0)#member" }
            + (0..<10_000).map { "list:l\($0)#owner@user:u\($0 % 1_000)" }
            + random(10_000) { "list:l\($0.next(below: 10_000))#reader@team:t\(50 + $0.next(below: 150))#member" }
            + random(10_000) { "list:l\($0.next(below: 10_000))#editor@user:u\($0.next(below: 1_000))" },
        questions: random(1_000, seed: 23) { "list:l\($0.next(below: 10_000))#reader@user:u\($0.next(below: 1_000))" })

    private static let chain = ApplicationBenchmark(
        name: "chain of 100 groups", model: tasks.model,
        relationships: (0..<100).flatMap { chain in
            (1..<100).map { "team:c\(chain)-\($0 - 1)#member@team:c\(chain)-\($0)#member" }
                + ["team:c\(chain)-99#member@user:u\(chain)", "list:l\(chain)#reader@team:c\(chain)-0#member"]
        }, questions: (0..<200).map { "list:l\($0 % 100)#reader@user:u\($0 % 100 + $0 / 100)" })

    private static let wide = ApplicationBenchmark(
        name: "group of 100,000", model: tasks.model,
        relationships: (0..<100_000).map { "team:all#member@user:u\($0)" } + ["list:l#reader@team:all#member"],
        questions: random(1_000, seed: 23) { "list:l#reader@user:u\($0.next(below: 200_000))" })

    private static let exclusion = ApplicationBenchmark(
        name: "but not",
        model: """
            model
              schema 1.1
            type user
            type team
              relations
                define member: [user, team#member]
            type list
              relations
                define parent: [list]
                define blocked: [user, team#member] or blocked from parent
                define reader: [user, team#member] or reader from parent
                define visible: reader but not blocked
            """,
        relationships: (0..<1_000).map { "team:t\($0 % 50)#member@user:u\($0)" }
            + (1..<5_000).map { "list:l\($0)#parent@list:l\($0 / 8)" }
            + random(3_000) { "list:l\($0.next(below: 5_000))#reader@team:t\($0.next(below: 50))#member" }
            + random(1_000) { "list:l\($0.next(below: 5_000))#blocked@team:t\($0.next(below: 50))#member" },
        questions: random(1_000, seed: 23) { "list:l\($0.next(below: 5_000))#visible@user:u\($0.next(below: 1_000))" })
}
