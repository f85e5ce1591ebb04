import Foundation
import Testing

@testable import Permissions

/// Lists against the naive evaluator, asked about everything there is, on random worlds.
struct ListOracleTests {
    private typealias Answers = (allowed: Set<String>, failed: Set<String>)

    /// What the naive evaluator says of each; nil when one takes too many steps.
    private func answers<Item: CustomStringConvertible>(
        _ items: [Item], _ question: Question, _ evaluator: inout NaiveEvaluator, _ ask: (Item) -> (ObjectReference, SubjectReference)
    ) throws -> Answers? {
        var answers: Answers = ([], [])
        for item in items {
            let (object, subject) = ask(item)
            switch try naive(question.with(subject: subject, object: object), &evaluator) {
            case .allowed?: answers.allowed.insert(item.description)
            case .failed?: answers.failed.insert(item.description)
            case .denied?: break
            case nil: return nil
            }
        }
        return answers
    }

    /// The parameters that single checks lack.
    private func missing(_ questions: [Question], _ graph: Graph) -> [String] {
        let names = questions.flatMap { question -> [String] in
            guard case .conditional(let missing) = graph.checkConditional(question) else { return ["an answer to \(question)"] }
            return missing
        }
        return Set(names).sorted()
    }

    private func naive(_ question: Question, _ evaluator: inout NaiveEvaluator) throws -> CheckResult? {
        try OracleTests.naive(question, &evaluator)
    }

    @Test
    func `a list of objects holds exactly what the naive evaluator allows, in pages and at once`() throws {
        var sizes: [Int: Int] = [:]
        try OracleTests.withWorlds("list objects", seconds: 4) { world, random, seed in
            let graph = world.graph(using: &random)
            var evaluator = NaiveEvaluator(
                source: world.source, relationships: world.sorted, now: RandomWorld.now, condition: RandomWorld.decide)
            evaluator.looksBehindConditions = true
            var count = 0
            for _ in 0..<12 {
                let question = RandomWorld.question(using: &random)
                let type = question.object.type
                let everything = try RandomWorld.ids.map { try ObjectReference(type: type, id: $0) }
                guard let expected = try answers(everything, question, &evaluator, { ($0, question.subject) }) else { continue }
                let scope = QuestionScope(context: question.context, now: question.now)
                let asked = ListObjectsQuestion(
                    subject: question.subject, relation: question.relation, objectType: type, scope: scope)
                let page = try graph.listObjects(asked)
                let comment = OracleTests.describe(question, world, seed)
                #expect(Set(page.items.map(\.description)) == expected.allowed, comment)
                #expect(Set(page.conditional.map(\.description)) == expected.failed, comment)
                let questions = page.conditional.map { question.with(subject: question.subject, object: $0) }
                #expect(page.missing == missing(questions, graph), comment)
                #expect(page.next == nil && page.items.count == Set(page.items).count, comment)
                var paged: [ObjectReference] = []
                var position: String?
                repeat {
                    let part = try graph.listObjects(asked, after: position, limit: 1)
                    #expect(part.items.count + part.conditional.count <= 1, comment)
                    paged += part.items
                    position = part.next
                } while position != nil
                #expect(paged == page.items, comment)
                sizes[page.items.count, default: 0] += 1
                count += 1
            }
            return count
        }
        print("list objects: \(sizes.sorted { $0.key < $1.key }.map { "\($0.value) of size \($0.key)" }.joined(separator: ", "))")
    }

    @Test
    func `a list of subjects holds exactly what the naive evaluator allows, everybody of a type included`() throws {
        var exclusionCount = 0
        try OracleTests.withWorlds("list subjects", seconds: 4) { world, random, seed in
            let graph = world.graph(using: &random)
            var evaluator = NaiveEvaluator(
                source: world.source, relationships: world.sorted, now: RandomWorld.now, condition: RandomWorld.decide)
            evaluator.looksBehindConditions = true
            var count = 0
            for _ in 0..<12 {
                let question = RandomWorld.question(using: &random)
                let filter = question.subject
                let texts =
                    filter.relation == nil
                    ? ["u0", "u1", "u2", "a0", "a1", "stranger"].map { "\(filter.type):\($0)" }
                    : RandomWorld.ids.map { "\(filter.type):\($0)#\(filter.relation ?? "")" }
                let everyone = try texts.map { try SubjectReference(parsing: $0) }
                guard let expected = try answers(everyone, question, &evaluator, { (question.object, $0) }) else { continue }
                let scope = QuestionScope(context: question.context, now: question.now)
                let asked = ListSubjectsQuestion(
                    object: question.object, relation: question.relation, subjectType: filter.type, subjectRelation: filter.relation,
                    scope: scope)
                let page = try graph.listSubjects(asked)
                let comment = OracleTests.describe(question, world, seed)
                let items = Set(page.items.map(\.description))
                let exclusions = Set(page.exclusions.map(\.description))
                let conditional = Set(page.conditional.map(\.description))
                let everybody: Set<String> = ["\(filter.type):*"]
                #expect(conditional.subtracting(everybody).isSubset(of: expected.failed), comment)
                // Who is not named depends on what everybody depends on.
                #expect(conditional == expected.failed || everybody.isSubset(of: conditional), comment)
                let questions = page.conditional.map { question.with(subject: $0, object: question.object) }
                #expect(page.missing == missing(questions, graph), comment)
                #expect(items.isDisjoint(with: exclusions) && items.isDisjoint(with: conditional), comment)
                if filter.relation == nil, !items.isDisjoint(with: everybody) {
                    let covered = Set(texts).subtracting(exclusions).subtracting(conditional)
                    #expect(covered == expected.allowed, comment)
                    #expect(items.subtracting(everybody).isSubset(of: expected.allowed), comment)
                    exclusionCount += exclusions.count
                } else {
                    #expect(items == expected.allowed && exclusions.isEmpty, comment)
                }
                var paged: [SubjectReference] = []
                var position: String?
                repeat {
                    let part = try graph.listSubjects(asked, after: position, limit: 2)
                    paged += part.items
                    position = part.next
                } while position != nil
                #expect(paged == page.items, comment)
                count += 1
            }
            return count
        }
        print("list subjects: \(exclusionCount) exclusions")
    }
}
