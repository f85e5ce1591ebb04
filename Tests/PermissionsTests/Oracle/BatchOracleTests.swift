import Expressions
import Foundation
import Testing

@testable import Permissions

/// Many questions at once, conditional answers and audits against single checks, on random worlds.
struct BatchOracleTests {
    private func graph(_ world: RandomWorld) -> Graph {
        Graph(model: world.model, relationships: world.sorted, revision: Revision(rawValue: 1))
    }

    @Test
    func `many questions asked together have the answers each has alone`() throws {
        OracleTests.withWorlds("check many", seconds: 2) { world, random, seed in
            let graph = world.graph(using: &random)
            let contextual = world.sorted.filter { world.model.refusal(of: $0) == nil && random.chance(10) }
            var questions = (0..<60).map { _ in RandomWorld.question(using: &random) }
            // Few subjects and contexts, so that there is something to share, and some questions twice.
            questions += questions.map { $0.with(subject: questions[random.below(4)].subject, object: $0.object) }
            questions += questions.prefix(40).map { question in
                Question(
                    subject: question.subject, relation: random.chance(5) ? "unknown" : question.relation, object: question.object,
                    contextual: random.chance(50) ? contextual : [], context: questions[random.below(3)].context, now: question.now)
            }
            questions.shuffle(using: &random)
            for (question, answer) in zip(questions, graph.checkMany(questions)) {
                #expect(OracleTests.kind(answer) == OracleTests.kind(graph.check(question)), OracleTests.describe(question, world, seed))
            }
            return questions.count
        }
    }

    @Test
    func `an answer is conditional exactly where the naive evaluator lacks a parameter that matters`() throws {
        var conditionalCount = 0
        try OracleTests.withWorlds("conditional", seconds: 3) { world, random, seed in
            let graph = world.graph(using: &random)
            var evaluator = NaiveEvaluator(
                source: world.source, relationships: world.sorted, now: RandomWorld.now, condition: RandomWorld.decide)
            evaluator.looksBehindConditions = true
            var count = 0
            for _ in 0..<60 {
                let question = RandomWorld.question(using: &random)
                guard let expected = try OracleTests.naive(question, &evaluator) else { continue }
                let comment = OracleTests.describe(question, world, seed)
                count += 1
                switch graph.checkConditional(question) {
                case .allowed: #expect(expected == .allowed, comment)
                case .denied: #expect(expected == .denied, comment)
                case .conditional(let missing):
                    conditionalCount += 1
                    #expect(OracleTests.kind(expected) == "failed", comment)
                    #expect(
                        !missing.isEmpty && Set(missing).isSubset(of: ["x", "y"]) && missing.allSatisfy { question.context[$0] == nil })
                    try expectDecided(question, missing, graph, comment)
                case .failed(let failure): Issue.record("\(failure) \(comment)")
                }
            }
            return count
        }
        print("conditional: \(conditionalCount) answers")
    }

    /// With every missing parameter given there is an answer, or another one is missing.
    private func expectDecided(_ question: Question, _ missing: [String], _ graph: Graph, _ comment: Comment) throws {
        var context = question.context
        for parameter in missing { context[parameter] = .int(1) }
        let complete = Question(
            subject: question.subject, relation: question.relation, object: question.object, context: context, now: question.now)
        let answer = graph.checkConditional(complete)
        if case .conditional(let others) = answer { #expect(Set(others).isDisjoint(with: missing), comment) }
    }

    @Test
    func `everything a subject reaches, and everybody who reaches an object, is what checks allow`() throws {
        OracleTests.withWorlds("reach", seconds: 3) { world, random, seed in
            let graph = world.graph(using: &random)
            let question = RandomWorld.question(using: &random)
            let scope = QuestionScope(context: question.context, now: question.now)
            let comment = OracleTests.describe(question, world, seed)
            do {
                let page = try graph.reach(subject: question.subject, scope: scope)
                let everything = world.model.typeNames.flatMap { type in
                    world.model.relationNames(of: type).flatMap { relation in
                        RandomWorld.ids.map { (ObjectReference(uncheckedType: type, id: $0), relation) }
                    }
                }
                let allowed = everything.filter { graph.checkConditional(scope.question(question.subject, $0.1, $0.0)) == .allowed }
                #expect(Set(page.items.map(\.description)) == Set(allowed.map { "\($0.0)#\($0.1)" }), comment)
                let relations = try graph.listRelations(subject: question.subject, object: question.object, scope: scope)
                let expected = allowed.filter { $0.0 == question.object }.map(\.1)
                #expect(relations == expected, comment)
                expectComplete(try graph.listReach(object: question.object, scope: scope), question, graph, comment)
            } catch let failure as CheckFailure where failure.kind == .tooMuchWork {
                // Where a relation takes away what leads back to itself the way matters, and there may be too many ways.
                #expect(graph.program.relations.contains { !$0.isLayered }, comment)
            } catch {
                Issue.record("\(error) \(comment)")
            }
            return 1
        }
    }

    /// Every subject that a check allows is listed or covered by `type:*`, and nobody else.
    private func expectComplete(_ reaches: [RelationReach], _ question: Question, _ graph: Graph, _ comment: Comment) {
        let scope = QuestionScope(context: question.context, now: question.now)
        for relation in graph.model.relationNames(of: question.object.type) {
            for type in graph.model.typeNames {
                let found = reaches.filter { $0.relation == relation && $0.subjectType == type }
                #expect(found.count <= 1, comment)
                let items = Set(found.flatMap(\.subjects.items).map(\.description))
                let others = Set(found.flatMap { $0.subjects.exclusions + $0.subjects.conditional }.map(\.description))
                for id in ["u0", "u1", "a0", "a1", "0", "1", "stranger", "*"] {
                    let subject = SubjectReference(uncheckedType: type, id: id, relation: nil)
                    let isListed = items.contains("\(type):\(id)") || items.contains("\(type):*") && !others.contains("\(type):\(id)")
                    let answer = graph.checkConditional(scope.question(subject, relation, question.object))
                    #expect((answer == .allowed) == isListed, "\(subject) \(relation) \(answer) \(comment)")
                }
            }
        }
    }

    @Test
    func `contextual relationships count in lists as if they were stored`() throws {
        OracleTests.withWorlds("contextual lists", seconds: 2) { world, random, seed in
            let all = world.sorted
            let contextual = all.filter { world.model.refusal(of: $0) == nil && random.chance(50) }
            let keys = Set(contextual.map(\.key))
            let whole = graph(world)
            let part = Graph(model: world.model, relationships: all.filter { !keys.contains($0.key) }, revision: Revision(rawValue: 1))
            for _ in 0..<8 {
                let question = RandomWorld.question(using: &random)
                let comment = OracleTests.describe(question, world, seed)
                func lists(_ graph: Graph, _ contextual: [Relationship]) throws -> [Set<String>] {
                    let scope = QuestionScope(contextual: contextual, context: question.context, now: question.now)
                    let objects = try graph.listObjects(
                        ListObjectsQuestion(
                            subject: question.subject, relation: question.relation, objectType: question.object.type, scope: scope))
                    let subjects = try graph.listSubjects(
                        ListSubjectsQuestion(
                            object: question.object, relation: question.relation, subjectType: question.subject.type,
                            subjectRelation: question.subject.relation, scope: scope))
                    return [
                        Set(objects.items.map(\.description)), Set(objects.conditional.map(\.description)),
                        Set(subjects.items.map(\.description)), Set(subjects.conditional.map(\.description)),
                        Set(subjects.exclusions.map(\.description)),
                    ]
                }
                do {
                    #expect(try lists(part, contextual) == lists(whole, []), comment)
                } catch {
                    Issue.record("\(error) \(comment)")
                }
            }
            return 8
        }
    }
}
