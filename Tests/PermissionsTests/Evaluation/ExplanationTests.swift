import Foundation
import Testing

@testable import Permissions

/// Proofs, failed branches and grants whose shape is known.
struct ExplanationTests {
    private static let source = """
        model
          schema 1.1
        type user
        type folder
          relations
            define parent: [folder]
            define blocked: [user] or blocked from parent
            define viewer: ([user] or viewer from parent) but not blocked
            define locked: viewer and signed
            define signed: [user]
            define named: [user]
            define sealed: signed and named and filed
            define filed: [user]
            define known: [user with small]
            define guarded: signed but not (named but not filed)
            define watched: signed but not blocked from parent
            define many: (signed and named) and (filed and viewer)
        type doc
          relations
            define parent: [folder]
            define viewer: viewer from parent
        condition small(x: int) {
          x < 10
        }

        """

    private func explanation(_ lines: [String], _ asked: String, limits: CheckLimits = .unhurried) throws -> DetailedExplanation {
        let graph = Graph(
            model: try Model(parsing: ExplanationTests.source), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        let asked = try Relationship(parsing: asked)
        return graph.explanation(
            of: Question(subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now, limits: limits))
    }

    private func chains(_ explanation: DetailedExplanation) -> [[String]] {
        Dictionary(grouping: explanation.proof, by: \.chain).sorted { $0.key < $1.key }.map {
            $0.value.map { "\($0.object)#\($0.relation)@\($0.subject)" }
        }
    }

    @Test
    func `a long way under an exclusion is proved from end to end`() throws {
        let chain = (0..<60).map { "folder:\($0)#parent@folder:\($0 + 1)" }
        let found = try explanation(chain + ["folder:60#viewer@user:anne"], "folder:0#viewer@user:anne")
        #expect(found.result == .allowed && found.isProofComplete)
        #expect(chains(found) == [["folder:60#viewer@user:anne"] + chain.reversed()])
    }

    @Test
    func `of two ways the shorter one is the proof`() throws {
        let far = ["folder:0#parent@folder:1", "folder:1#parent@folder:2", "folder:2#parent@folder:3", "folder:3#viewer@user:anne"]
        let near = ["folder:0#parent@folder:9", "folder:9#viewer@user:anne"]
        #expect(try chains(explanation(far + near, "folder:0#viewer@user:anne")) == [near.reversed()])
    }

    @Test
    func `every part of an intersection has its chain`() throws {
        let lines = ["signed", "named", "filed", "viewer"].map { "folder:1#\($0)@user:anne" }
        let found = try explanation(lines, "folder:1#many@user:anne")
        #expect(chains(found) == lines.map { [$0] } && found.isProofComplete)
    }

    @Test
    func `a proof that is cut says so`() throws {
        let chain = (0..<700).map { "folder:\($0)#parent@folder:\($0 + 1)" }
        let near = try explanation(chain + ["folder:450#viewer@user:anne"], "folder:0#viewer@user:anne")
        #expect(near.proof.count == 451 && near.isProofComplete)
        let far = try explanation(chain + ["folder:700#viewer@user:anne"], "folder:0#viewer@user:anne")
        #expect(far.proof.count == DetailedExplanation.linkLimit && !far.isProofComplete)
        #expect(Proof(Array(repeating: [], count: 2), isComplete: false).text.hasSuffix("; and more"))
    }

    @Test
    func `a part that is true is not named as failed, however much work another part took`() throws {
        // More folders than an evaluation looks at before it is asked thoroughly.
        var lines = ["folder:0-0#signed@user:anne"]
        for level in 0..<40 {
            for child in 0..<2 { for parent in 0..<2 { lines.append("folder:\(level)-\(child)#parent@folder:\(level + 1)-\(parent)") } }
        }
        let found = try explanation(lines, "folder:0-0#locked@user:anne")
        guard case .relation(_, .intersection(let parts)) = found.failedBranches else {
            Issue.record("\(String(describing: found.failedBranches))")
            return
        }
        #expect(parts.count == 1)
        guard case .relation("folder:0-0#viewer", _)? = parts.first else {
            Issue.record("\(parts)")
            return
        }
    }

    @Test
    func `what cannot be found out is left out and not named as failed`() throws {
        let lines = ["folder:1#viewer@user:anne"] + (0..<40).map { "folder:1#parent@folder:p\($0)" }
        let limits = CheckLimits.unhurried(depth: 100, work: 200)
        #expect(try explanation(lines, "folder:1#locked@user:anne", limits: limits).failedBranches != nil)
        var answers = try answers(lines, work: 3)
        #expect(answers.graph.model.definition.relation("viewer", on: "folder").map { answers.ask(0, $0) } == .some(nil))
    }

    private func answers(_ lines: [String], work: Int) throws -> RuleAnswers {
        let graph = Graph(
            model: try Model(parsing: ExplanationTests.source), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        let question = Question(
            subject: try SubjectReference(parsing: "user:eve"), relation: "viewer", object: try ObjectReference(parsing: "folder:1"),
            now: GraphTests.now, limits: .unhurried(depth: 100, work: work))
        return RuleAnswers(graph: graph, subject: try graph.prepare(question).get().subject, question: question)
    }

    @Test
    func `what a parent takes away is named`() throws {
        let found = try explanation(
            ["folder:1#signed@user:anne", "folder:1#parent@folder:2", "folder:2#blocked@user:anne"], "folder:1#watched@user:anne")
        #expect(
            found.failedBranches
                == .relation(
                    name: "folder:1#watched",
                    part: .takenAway(
                        name: "folder:1#watched", reason: "user:anne is blocked of folder:2, which is parent of folder:1")))
    }

    @Test(arguments: [
        ([], "folder:1#sealed@user:anne", [["signed", "named", "filed"].map { "folder:1#\($0)@user:anne" }]),
        (["folder:1#named@user:anne"], "folder:1#sealed@user:anne", [["signed", "filed"].map { "folder:1#\($0)@user:anne" }]),
        ([], "folder:1#known@user:anne", [["folder:1#known@user:anne"]]),
        (["signed", "named"].map { "folder:1#\($0)@user:anne" }, "folder:1#guarded@user:anne", [["folder:1#filed@user:anne"]]),
        ([], "doc:1#viewer@user:anne", [["doc:1#parent@folder:new", "folder:new#viewer@user:anne"]]),
        (["folder:1#blocked@user:anne"], "folder:1#viewer@user:anne", []),
        (
            ["doc:1#parent@folder:1"], "doc:1#viewer@user:anne", [["folder:1#viewer@user:anne"]]
        ),
    ])
    func `a denial names the smallest sets of grants`(lines: [String], asked: String, expected: [[String]]) throws {
        let found = try explanation(lines, asked)
        #expect(found.result == .denied)
        #expect(found.grants.map { $0.map(\.description) } == expected)
    }

    @Test
    func `a grant that needs a condition is named with it`() throws {
        let found = try explanation([], "folder:1#known@user:anne")
        #expect(found.grants.first?.first?.condition?.name == "small")
    }
}
