import Foundation
import Testing

@testable import Permissions

/// The fast evaluator against the naive one, on random models, relationships and questions.
///
/// `CARDEA_TEST_SEED` repeats a run, `CARDEA_TEST_PATIENCE` makes it longer; every failure names the seed of its world.
struct OracleTests {
    static let patience = ProcessInfo.processInfo.environment["CARDEA_TEST_PATIENCE"].flatMap(Double.init) ?? 1
    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["CARDEA_TEST_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000)

    /// Runs `body` with worlds until the time is over.
    static func withWorlds(_ name: String, seconds: Double, _ body: (inout RandomWorld, inout SeededRandom, UInt64) throws -> Int) rethrows
    {
        let end = Date().addingTimeInterval(seconds * OracleTests.patience)
        var worlds = 0
        var questions = 0
        while Date() < end {
            let seed = OracleTests.seed &+ UInt64(worlds)
            var random = SeededRandom(seed: seed)
            var world = RandomWorld(using: &random)
            questions += try body(&world, &random, seed)
            worlds += 1
        }
        print("\(name): \(questions) questions in \(worlds) worlds from seed \(OracleTests.seed)")
        #expect(questions > 0)
    }

    static func naive(_ question: Question, _ evaluator: inout NaiveEvaluator) throws -> CheckResult? {
        evaluator.context = question.context
        do {
            switch try evaluator.check(question.object, question.relation, question.subject) {
            case .yes: return .allowed
            case .no, .circle: return .denied
            case .failed: return .failed(CheckFailure(.missingParameter, ""))
            }
        } catch is NaiveEvaluator.TooManySteps {
            return nil
        }
    }

    static func kind(_ result: CheckResult) -> String {
        switch result {
        case .allowed: "allowed"
        case .denied: "denied"
        case .failed: "failed"
        }
    }

    static func describe(_ question: Question, _ world: RandomWorld, _ seed: UInt64) -> Comment {
        "seed \(seed): \(question.subject) \(question.relation) \(question.object) \(question.context)\n\(world.source)\n\(world.sorted.map { "\($0) \($0.condition.map { "\($0)" } ?? "") \($0.expiresAt.map { "\($0)" } ?? "")" }.joined(separator: "\n"))"
    }

    @Test
    func `a check answers as the naive evaluator does, quickly and thoroughly`() throws {
        var answers: [String: Int] = [:]
        try OracleTests.withWorlds("oracle", seconds: 4) { world, random, seed in
            let graph = Graph(model: world.model, relationships: world.sorted, revision: Revision(rawValue: 1))
            var evaluator = NaiveEvaluator(
                source: world.source, relationships: world.sorted, now: RandomWorld.now, condition: RandomWorld.decide)
            var count = 0
            for _ in 0..<60 {
                let question = RandomWorld.question(using: &random)
                guard let expected = try OracleTests.naive(question, &evaluator) else { continue }
                count += 1
                answers[OracleTests.kind(expected), default: 0] += 1
                #expect(OracleTests.kind(graph.check(question)) == OracleTests.kind(expected), OracleTests.describe(question, world, seed))
                guard case .success(let prepared) = graph.prepare(question) else { continue }
                var thorough = CheckEvaluation(graph: graph, subject: prepared.subject, question: question, isThorough: true)
                let answer = thorough.answer(prepared.object, prepared.relation)
                #expect(OracleTests.kind(answer) == OracleTests.kind(expected), OracleTests.describe(question, world, seed))
            }
            return count
        }
        print("oracle: \(answers.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
    }

    @Test
    func `contextual relationships count as if they were stored`() throws {
        OracleTests.withWorlds("contextual", seconds: 2) { world, random, seed in
            let all = world.sorted
            let contextual = all.filter { world.model.refusal(of: $0) == nil && random.chance(50) }
            let keys = Set(contextual.map(\.key))
            let whole = Graph(model: world.model, relationships: all, revision: Revision(rawValue: 1))
            let part = Graph(model: world.model, relationships: all.filter { !keys.contains($0.key) }, revision: Revision(rawValue: 1))
            for _ in 0..<25 {
                let question = RandomWorld.question(using: &random)
                let asked = Question(
                    subject: question.subject, relation: question.relation, object: question.object, contextual: contextual,
                    context: question.context, now: question.now)
                #expect(
                    OracleTests.kind(part.check(asked)) == OracleTests.kind(whole.check(question)),
                    OracleTests.describe(question, world, seed))
            }
            return 25
        }
    }

    @Test
    func `a graph that was changed step by step answers like one built anew, and older snapshots stay as they were`() throws {
        OracleTests.withWorlds("incremental", seconds: 2) { world, random, seed in
            let first = Graph(model: world.model, relationships: world.sorted, revision: Revision(rawValue: 1))
            let questions = (0..<20).map { _ in RandomWorld.question(using: &random) }
            let before = questions.map { OracleTests.kind(first.check($0)) }
            var graph = first
            for step in 0..<12 {
                let changes = (0...random.below(4)).map { _ in world.change(using: &random) }
                graph = graph.applying(changes, at: Revision(rawValue: UInt64(step + 2)))
            }
            let rebuilt = Graph(model: world.model, relationships: world.sorted, revision: Revision(rawValue: 1))
            #expect(graph.relationshipCount == rebuilt.relationshipCount)
            for question in questions {
                #expect(
                    OracleTests.kind(graph.check(question)) == OracleTests.kind(rebuilt.check(question)),
                    OracleTests.describe(question, world, seed))
            }
            #expect(questions.map { OracleTests.kind(first.check($0)) } == before)
            return questions.count
        }
    }

    @Test
    func `an explanation always carries the answer of the check and a bounded reason in one line`() throws {
        OracleTests.withWorlds("explain", seconds: 1) { world, random, seed in
            let graph = Graph(model: world.model, relationships: world.sorted, revision: Revision(rawValue: 1))
            for _ in 0..<10 {
                let question = RandomWorld.question(using: &random)
                let explanation = graph.explain(question)
                #expect(explanation.result == graph.check(question), OracleTests.describe(question, world, seed))
                for grant in GrantSearch(graph: graph, question: question).grants() where explanation.result == .denied {
                    var granted = world.sorted.filter { $0.key != grant.key }
                    granted.append(grant)
                    let after = Graph(model: world.model, relationships: granted, revision: Revision(rawValue: 2))
                    #expect(after.check(question) == .allowed, OracleTests.describe(question, world, seed))
                }
                #expect(!explanation.reason.isEmpty && explanation.reason.count <= Graph.reasonLimit && !explanation.reason.contains("\n"))
            }
            return 10
        }
    }
}
