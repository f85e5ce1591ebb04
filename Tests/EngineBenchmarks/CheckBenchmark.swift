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

    /// Warm: 1,000 questions in turn, each asked before in the same way. Spread: 20,000 in turn, so that each waits for memory.
    func run() {
        for kind in DriveGraph.Kind.allCases {
            let asked = questions[kind] ?? []
            let expected: CheckResult = kind == .miss ? .denied : .allowed
            precondition(asked.allSatisfy { graph.check($0) == expected }, "a question of the kind \(kind) has the wrong answer")
            let numbers = asked.compactMap { try? graph.numbers(of: $0) }
            precondition(numbers.count == asked.count)
            let times = [1_000, asked.count].map { count in
                (
                    numbers: median(of: count) { graph.check(numbers[$0], now: now) == expected },
                    names: median(of: count) { graph.check(asked[$0]) == expected }
                )
            }
            Row("check").with("kind", kind.rawValue).with("relationships", graph.relationshipCount)
                .with("warmNumbersMicroseconds", times[0].numbers).with("warmNamesMicroseconds", times[0].names)
                .with("spreadNumbersMicroseconds", times[1].numbers).with("spreadNamesMicroseconds", times[1].names).print()
        }
    }

    /// Of the first so many questions in turn, in microseconds.
    private func median(of count: Int, _ isRight: (Int) -> Bool) -> Double {
        for index in 0..<count { precondition(isRight(index)) }
        var right = 0
        let median = Measurement.median(runs: CheckBenchmark.runs, callsPerRun: CheckBenchmark.callsPerRun) { call in
            if isRight(call % count) { right += 1 }
        }
        precondition(right == CheckBenchmark.runs * CheckBenchmark.callsPerRun)
        return median
    }

    /// Counts what 1,000 warm checks of each kind allocate, with names. The process ends here, with 1 when it is anything or `isWithin`
    /// is false.
    func countAllocations(isWithin: Bool = true) -> Never {
        let asked = DriveGraph.Kind.allCases.map { Array((questions[$0] ?? []).prefix(1_000)) }
        for questions in asked { for question in questions { _ = graph.check(question) } }
        let isCounting = AllocationCount.begin()
        var counts = (0, 0, 0)
        counts.0 = Measurement.allocations { for question in asked[0] { _ = graph.check(question) } }
        counts.1 = Measurement.allocations { for question in asked[1] { _ = graph.check(question) } }
        counts.2 = Measurement.allocations { for question in asked[2] { _ = graph.check(question) } }
        AllocationCount.report(counts, isCounting: isCounting, isWithin: isWithin)
    }
}
