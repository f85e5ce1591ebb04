import Foundation
import Testing

@testable import Permissions

/// Proofs, failed branches and grants of random questions.
struct ExplanationOracleTests {
    @Test
    func `an explanation's proof, failed branches and grants belong to its answer`() throws {
        var sizes: [Int: Int] = [:]
        try OracleTests.withWorlds("explanation", seconds: 3) { world, random, seed in
            let graph = world.graph(using: &random)
            for _ in 0..<10 {
                let question = RandomWorld.question(using: &random)
                let comment = OracleTests.describe(question, world, seed)
                let explanation = graph.explanation(of: question)
                #expect(explanation.result == graph.checkConditional(question), comment)
                #expect((explanation.result == .denied) == (explanation.failedBranches != nil), comment)
                #expect(explanation.result == .denied || explanation.grants.isEmpty, comment)
                for grants in explanation.grants {
                    sizes[grants.count, default: 0] += 1
                    expectSmallest(grants, question, graph, comment)
                }
                guard explanation.result == .allowed else { continue }
                expectProof(explanation, question, world, comment)
                try expectShortest(explanation, question, world, comment)
            }
            return 10
        }
        print("explanation: grants of size \(sizes.sorted { $0.key < $1.key })")
    }

    private func expectSmallest(_ grants: [Relationship], _ question: Question, _ graph: Graph, _ comment: Comment) {
        func answer(_ grants: [Relationship]) -> ConditionalResult {
            graph.applying(grants.map { .touch($0) }, at: Revision(rawValue: 2)).checkConditional(question)
        }
        func isEnough(_ grants: [Relationship]) -> Bool {
            switch answer(grants) {
            case .allowed: true
            // With values of their own for which the conditions hold it has to be an allow, whatever is given besides.
            case .conditional: answer(grants.map(RandomWorld.holding)) == .allowed
            case .denied, .failed: false
            }
        }
        #expect(isEnough(grants), "\(grants) \(comment)")
        for index in grants.indices where grants.count > 1 {
            var fewer = grants
            fewer.remove(at: index)
            #expect(!isEnough(fewer), "\(fewer) of \(grants) \(comment)")
        }
    }

    /// Every link is a relationship that is stored, and each leads to the next.
    private func expectProof(_ explanation: DetailedExplanation, _ question: Question, _ world: RandomWorld, _ comment: Comment) {
        let stored = Set(world.sorted.map(\.description))
        for links in Dictionary(grouping: explanation.proof, by: \.chain).values {
            for link in links { #expect(stored.contains("\(link.object)#\(link.relation)@\(link.subject)"), comment) }
            for (link, next) in zip(links, links.dropFirst()) {
                #expect(next.subject == link.object || next.subject.hasPrefix("\(link.object)#"), comment)
            }
            #expect(links.last?.object == question.object.description, comment)
            let first = links.first?.subject ?? ""
            let subject = question.subject
            let isOwn = subject.relation != nil && first.hasPrefix("\(subject.type):\(subject.id)")
            #expect(first == "\(subject)" || first == "\(subject.type):*" || isOwn, comment)
        }
    }

    /// For answers of one chain; the chains of an `and` share relationships, which are counted once.
    private func expectShortest(
        _ explanation: DetailedExplanation, _ question: Question, _ world: RandomWorld, _ comment: Comment
    ) throws {
        #expect(explanation.isProofComplete, comment)
        guard Set(explanation.proof.map(\.chain)).count == 1 else { return }
        var evaluator = NaiveEvaluator(
            source: world.source, relationships: world.sorted, context: question.context, now: question.now,
            condition: RandomWorld.decide)
        evaluator.looksBehindConditions = true
        let objects = RandomWorld.objectTypes.flatMap { type in RandomWorld.ids.map { ObjectReference(uncheckedType: type, id: $0) } }
        do {
            let costs = try NaiveCosts(evaluator, subject: question.subject, objects: objects).costs
            #expect(explanation.proof.count == costs["\(question.object)#\(question.relation)"], comment)
        } catch is NaiveEvaluator.TooManySteps {}
    }
}
