import Foundation
import Permissions

/// Checks in the process on a drive of N relationships: direct hits, hits behind three hops, misses; with names and with numbers.
struct CheckBenchmark {
    static let callsPerRun = 100
    static let runs = 201

    let drive: DriveGraph
    let graph: Graph
    let now = Date()
    private(set) var questions: [DriveGraph.Kind: [Question]] = [:]
    private(set) var pairs: [DriveGraph.Kind: [(user: Int, document: Int)]] = [:]

    init(count: Int) throws {
        drive = DriveGraph(count: count)
        let model = try Model(parsing: DriveGraph.modelSource)
        graph = Graph(model: model, relationships: drive, revision: Revision(rawValue: 1))
        try ask()
    }

    init(drive: DriveGraph, graph: Graph) throws {
        self.drive = drive
        self.graph = graph
        try ask()
    }

    private mutating func ask() throws {
        for kind in DriveGraph.Kind.allCases {
            let asked = drive.questions(kind, count: 20_000) { user, document in
                (try? graph.check(question(user, document))) == .allowed
            }
            pairs[kind] = asked
            questions[kind] = try asked.map { try question($0.user, $0.document) }
        }
    }

    func question(_ user: Int, _ document: Int) throws -> Question {
        Question(
            subject: try SubjectReference(type: "user", id: drive.user(user)), relation: "viewer",
            object: try ObjectReference(type: "doc", id: drive.document(document)), now: now)
    }

    func run() {
        for kind in DriveGraph.Kind.allCases {
            let asked = questions[kind] ?? []
            let expected: CheckResult = kind == .miss ? .denied : .allowed
            precondition(asked.allSatisfy { graph.check($0) == expected }, "a question of the kind \(kind) has the wrong answer")
            let numbers = asked.compactMap { try? graph.numbers(of: $0) }
            precondition(numbers.count == asked.count)
            var allowed = 0
            let named = Measurement.median(runs: CheckBenchmark.runs, callsPerRun: CheckBenchmark.callsPerRun) { call in
                if graph.check(asked[call % asked.count]) == .allowed { allowed += 1 }
            }
            let numbered = Measurement.median(runs: CheckBenchmark.runs, callsPerRun: CheckBenchmark.callsPerRun) { call in
                if graph.check(numbers[call % numbers.count], now: now) == .allowed { allowed += 1 }
            }
            precondition((allowed > 0) == (kind != .miss))
            Row("check").with("kind", kind.rawValue).with("relationships", graph.relationshipCount).with("numbersMicroseconds", numbered)
                .with("namesMicroseconds", named).print()
        }
    }

    /// Counts what 1,000 warm checks of each kind allocate, with names; the process ends here.
    func countAllocations() -> Never {
        let asked = DriveGraph.Kind.allCases.map { Array((questions[$0] ?? []).prefix(1_000)) }
        for questions in asked { for question in questions { _ = graph.check(question) } }
        let isCounting = AllocationCount.begin()
        var counts = (0, 0, 0)
        counts.0 = Measurement.allocations { for question in asked[0] { _ = graph.check(question) } }
        counts.1 = Measurement.allocations { for question in asked[1] { _ = graph.check(question) } }
        counts.2 = Measurement.allocations { for question in asked[2] { _ = graph.check(question) } }
        AllocationCount.report(counts, isCounting: isCounting)
    }
}
