import Expressions
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
        evaluator.now = question.now
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
            let graph = world.graph(using: &random)
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

    /// What a question is when it is asked with the bytes of its names; nil where it cannot be, or was not answered.
    private static func named(_ question: Question, _ graph: Graph) -> Bool? {
        guard question.subject.relation == nil, question.context.isEmpty else { return nil }
        let texts = [question.subject.type, question.subject.id, question.relation, question.object.type, question.object.id].map {
            Array($0.utf8)
        }
        return texts[0].withUnsafeBufferPointer { subjectType in
            texts[1].withUnsafeBufferPointer { subjectID in
                texts[2].withUnsafeBufferPointer { relation in
                    texts[3].withUnsafeBufferPointer { objectType in
                        texts[4].withUnsafeBufferPointer { objectID in
                            graph.check(
                                QuestionNames(subject: (subjectType, subjectID), relation: relation, object: (objectType, objectID)),
                                now: question.now, limits: question.limits)
                        }
                    }
                }
            }
        }
    }

    @Test
    func `a question asked with the bytes of its names has the answer it has with references`() throws {
        var answered = 0
        OracleTests.withWorlds("names", seconds: 2) { world, random, seed in
            let graph = Graph(model: world.model, relationships: world.sorted, revision: Revision(rawValue: 1))
            for _ in 0..<60 {
                let drawn = RandomWorld.question(using: &random)
                let question = Question(subject: drawn.subject, relation: drawn.relation, object: drawn.object, now: drawn.now)
                let answer = OracleTests.named(question, graph)
                if let answer {
                    answered += 1
                    #expect(graph.check(question) == (answer ? .allowed : .denied), OracleTests.describe(question, world, seed))
                } else {
                    let isOdd = question.subject.relation != nil || question.subject.isWildcard || question.subject.id == question.object.id
                    #expect(isOdd || OracleTests.kind(graph.check(question)) == "failed", OracleTests.describe(question, world, seed))
                }
            }
            return 60
        }
        print("names: \(answered) answered")
        #expect(answered > 0)
    }

    @Test
    func `names that no reference can hold, or the model does not know, are not answered`() throws {
        let model = try Model(parsing: "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user, user:*]")
        let graph = Graph(
            model: model, relationships: [try Relationship(parsing: "doc:1#viewer@user:*")], revision: Revision(rawValue: 1))
        func ask(_ subject: (String, String), _ relation: String, _ object: (String, String)) -> Bool? {
            let subject = SubjectReference(uncheckedType: subject.0, id: subject.1, relation: nil)
            let object = ObjectReference(uncheckedType: object.0, id: object.1)
            return OracleTests.named(Question(subject: subject, relation: relation, object: object, now: RandomWorld.now), graph)
        }
        #expect(ask(("user", "anne"), "viewer", ("doc", "1")) == true)
        #expect(ask(("user", "anne"), "viewer", ("doc", "2")) == false)
        for odd in ["", "*", "a b", "a:b", "a#b", "é", "a\u{7f}", String(repeating: "x", count: 600)] {
            #expect(ask(("user", odd), "viewer", ("doc", "1")) == nil, "subject \(odd)")
            #expect(ask(("user", "anne"), "viewer", ("doc", odd)) == nil, "object \(odd)")
            #expect(ask((odd, "anne"), "viewer", ("doc", "1")) == nil, "type of the subject \(odd)")
            #expect(ask(("user", "anne"), "viewer", (odd, "1")) == nil, "type of the object \(odd)")
            #expect(ask(("user", "anne"), odd, ("doc", "1")) == nil, "relation \(odd)")
        }
    }

    /// One with the same key that says something else.
    private static func other(_ relationship: Relationship, _ random: inout SeededRandom) -> Relationship {
        var other = relationship
        other.condition = random.chance(50) ? nil : ConditionReference(name: "small", context: ["x": .int(random.pick([1, 50]))])
        other.expiresAt = random.chance(50) ? nil : RandomWorld.now.addingTimeInterval(random.pick([-1, 1]))
        return other
    }

    @Test
    func `contextual relationships count as if they were stored`() throws {
        OracleTests.withWorlds("contextual", seconds: 2) { world, random, seed in
            let all = world.sorted
            let contextual = all.filter { world.model.refusal(of: $0) == nil && random.chance(50) }
            let keys = Set(contextual.map(\.key))
            let whole = Graph(model: world.model, relationships: all, revision: Revision(rawValue: 1))
            let rest =
                all.filter { !keys.contains($0.key) } + contextual.filter { _ in random.chance(40) }.map { OracleTests.other($0, &random) }
            let part = Graph(model: world.model, relationships: rest, revision: Revision(rawValue: 1))
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
                #expect(!explanation.reason.isEmpty && explanation.reason.count <= Graph.reasonLimit && !explanation.reason.contains("\n"))
            }
            return 10
        }
    }
}
