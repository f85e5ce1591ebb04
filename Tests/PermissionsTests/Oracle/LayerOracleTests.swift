import Foundation
import Testing

@testable import Permissions

/// Answers worked out by layers against the naive evaluator, on random worlds full of circles.
struct LayerOracleTests {
    @Test
    func `an answer by layers is that of the naive evaluator, for one question and for many of a subject`() throws {
        var answers: [String: Int] = [:]
        try OracleTests.withWorlds("layers", seconds: 4) { world, random, seed in
            let graph = world.graph(using: &random)
            var evaluator = NaiveEvaluator(
                source: world.source, relationships: world.sorted, now: RandomWorld.now, condition: RandomWorld.decide)
            var count = 0
            for _ in 0..<10 {
                let drawn = RandomWorld.question(using: &random)
                let looksBehind = random.chance(50)
                evaluator.looksBehindConditions = looksBehind
                var shared: ThoroughEvaluation?
                for _ in 0..<6 {
                    let question = drawn.with(subject: drawn.subject, object: RandomWorld.object(using: &random))
                    guard let prepared = try? graph.prepare(question).get(),
                        graph.program.relations[prepared.relation].isLayered, !graph.program.relations[prepared.relation].isPlain,
                        let expected = try OracleTests.naive(question, &evaluator)
                    else { continue }
                    let comment = OracleTests.describe(question, world, seed)
                    var alone = ThoroughEvaluation(
                        CheckEvaluation(
                            graph: graph, subject: prepared.subject, question: question, isThorough: true,
                            looksBehindConditions: looksBehind))
                    let answer = alone.answer(prepared.object, prepared.relation)
                    #expect(OracleTests.kind(answer) == OracleTests.kind(expected), "alone \(looksBehind) \(comment)")
                    if shared?.evaluation.subject.entity != prepared.subject.entity { shared = nil }
                    var together = shared ?? alone
                    let again = together.answer(prepared.object, prepared.relation)
                    #expect(OracleTests.kind(again) == OracleTests.kind(expected), "together \(looksBehind) \(comment)")
                    shared = together
                    answers[OracleTests.kind(expected), default: 0] += 1
                    count += 1
                }
            }
            return count
        }
        print("layers: \(answers.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
        #expect(answers.count > 1)
    }
}
