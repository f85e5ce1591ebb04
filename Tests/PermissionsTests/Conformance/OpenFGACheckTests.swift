import Foundation
import Permissions
import Testing

/// Every check assertion of OpenFGA's own matrices, with stored and again with contextual relationships.
struct OpenFGACheckTests {
    fileprivate struct Tally {
        var passed = 0
        var excluded = 0
        var wrong: [String] = []
    }

    /// Answers that differ on purpose, with the answer given instead.
    fileprivate static let exclusions: [String: (reason: String, answer: CheckResult)] = [
        "resolution_too_complex_throws_error": (
            "chains of plain unions are walked without depth, so the long chain has an answer where OpenFGA gives up", .allowed
        )
    ]

    @Test(arguments: ["openfga/consolidated.json", "openfga/abac.json"])
    func `every public check assertion has the expected answer`(path: String) throws {
        guard let suite = try PublicSuite.json(path) as? [String: Any] else { return }
        var stored = Tally()
        var contextual = Tally()
        for test in suite["tests"] as? [[String: Any]] ?? [] {
            let stages = test["stages"] as? [[String: Any]] ?? []
            try run(test, stages: stages, contextually: false, tally: &stored)
            if stages.count == 1 { try run(test, stages: stages, contextually: true, tally: &contextual) }
        }
        print(
            "\(path): check stored \(stored.passed) passed, \(stored.excluded) excluded; contextual \(contextual.passed) passed, \(contextual.excluded) excluded"
        )
        #expect(stored.wrong == [])
        #expect(contextual.wrong == [])
        #expect(stored.passed > 0 && contextual.passed > 0)
    }

    private func run(_ test: [String: Any], stages: [[String: Any]], contextually: Bool, tally: inout Tally) throws {
        let name = test["name"] as? String ?? ""
        var graph: Graph?
        for (number, stage) in stages.enumerated() {
            let model: Model
            do {
                model = try Model(parsing: stage["model"] as? String ?? "")
            } catch {
                tally.wrong.append("\(name): model refused: \(error)")
                return
            }
            let tuples = try SuiteTuple.relationships(stage["tuples"])
            for tuple in tuples {
                if let refusal = model.refusal(of: tuple) { tally.wrong.append("\(name): \(tuple) refused: \(refusal.message)") }
            }
            let revision = Revision(rawValue: UInt64(number + 1))
            let before = graph ?? Graph(model: model, relationships: [], revision: revision)
            let next = before.replacing(model: model, at: revision)
            graph = contextually ? next : next.applying(tuples.map { .touch($0) }, at: revision)
            for assertion in stage["checkAssertions"] as? [[String: Any]] ?? [] {
                let extra = contextually ? tuples : []
                tally.check(name, assertion, graph: graph ?? next, extra: extra)
            }
        }
    }
}

extension OpenFGACheckTests.Tally {
    fileprivate mutating func check(_ name: String, _ assertion: [String: Any], graph: Graph, extra: [Relationship]) {
        let answer = answer(assertion, graph: graph, extra: extra)
        if let exclusion = OpenFGACheckTests.exclusion(name) {
            excluded += 1
            if answer != exclusion { wrong.append("\(name): excluded, but answered \(OpenFGACheckTests.describe(answer))") }
            return
        }
        let expected: String
        if let code = assertion["errorCode"] as? Int {
            expected = "error \(code)"
        } else {
            expected = (assertion["expectation"] as? Bool ?? false) ? "allowed" : "denied"
        }
        let found = OpenFGACheckTests.describe(answer)
        if found == expected {
            passed += 1
        } else {
            wrong.append("\(name): expected \(expected), found \(OpenFGACheckTests.describe(answer)) for \(assertion)")
        }
    }

    private func answer(_ assertion: [String: Any], graph: Graph, extra: [Relationship]) -> CheckResult? {
        guard let tuple = assertion["tuple"] as? [String: Any] else { return nil }
        let asked = SuiteTuple(json: tuple)
        guard let object = try? ObjectReference(parsing: asked.text("object")),
            let subject = try? SubjectReference(parsing: asked.text("user")),
            let contextual = try? SuiteTuple.relationships(assertion["contextualTuples"])
        else { return nil }
        return graph.check(
            Question(
                subject: subject, relation: asked.text("relation"), object: object, contextual: extra + contextual,
                context: PublicSuite.context(assertion["context"]), now: Date(timeIntervalSince1970: 1_790_000_000)))
    }
}

extension OpenFGACheckTests {
    fileprivate static func exclusion(_ name: String) -> CheckResult? { exclusions[name]?.answer }

    /// The number OpenFGA's interface gives this kind of failure; a reference that cannot be read is nil here.
    fileprivate static func describe(_ answer: CheckResult?) -> String {
        switch answer {
        case .allowed: "allowed"
        case .denied: "denied"
        case nil: "error 2000"
        case .failed(let failure):
            switch failure.kind {
            case .invalidContextualRelationship, .tooManyContextualRelationships: "error 2027"
            case .tooDeep, .tooMuchWork: "error 2002"
            default: "error 2000"
            }
        }
    }
}
