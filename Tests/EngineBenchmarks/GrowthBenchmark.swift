import Foundation
import Permissions

/// The same questions of a small graph, and of one with a hundred times as many relationships that have nothing to do with them.
enum GrowthBenchmark {
    static func run(count: Int) throws {
        let drive = DriveGraph(count: max(count / 100, 1_000))
        let model = try Model(parsing: DriveGraph.modelSource)
        let small = Graph(model: model, relationships: drive, revision: Revision(rawValue: 1))
        let unrelated = (0..<(count - drive.count)).lazy.compactMap { number -> Relationship? in
            guard let object = try? ObjectReference(type: "doc", id: "unrelated-\(number / 5)"),
                let subject = try? SubjectReference(type: "user", id: "stranger-\(number % 100_003)")
            else { return nil }
            return Relationship(object: object, relation: "viewer", subject: subject)
        }
        let large = Graph(model: model, relationships: chain(drive, unrelated), revision: Revision(rawValue: 1))
        let smallChecks = try CheckBenchmark(drive: drive, graph: small)
        for kind in DriveGraph.Kind.allCases {
            let questions = smallChecks.questions[kind] ?? []
            var allowed = 0
            func median(_ graph: Graph) -> Double {
                Measurement.median(runs: 101, callsPerRun: 100) { call in
                    if graph.check(questions[call % questions.count]) == .allowed { allowed += 1 }
                }
            }
            // One after the other and again, so that a slow moment of the machine meets both.
            let rounds = (0..<5).map { _ in (small: median(small), large: median(large)) }
            let ratio = rounds.map { $0.large / $0.small }.sorted()[2]
            Row("growth").with("kind", kind.rawValue).with("smallRelationships", small.relationshipCount)
                .with("largeRelationships", large.relationshipCount).with("smallMicroseconds", rounds.map(\.small).sorted()[2])
                .with("largeMicroseconds", rounds.map(\.large).sorted()[2]).with("ratio", ratio).print()
            precondition((allowed > 0) == (kind != .miss))
        }
    }

    private static func chain(_ first: some Sequence<Relationship>, _ second: some Sequence<Relationship>) -> some Sequence<Relationship> {
        var first = first.makeIterator()
        var second = second.makeIterator()
        return IteratorSequence(AnyIterator { first.next() ?? second.next() })
    }
}
