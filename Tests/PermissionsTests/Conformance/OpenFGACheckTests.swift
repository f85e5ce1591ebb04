import Foundation
import Permissions
import Testing

/// Every check assertion of OpenFGA's own matrices, with stored and again with contextual relationships.
struct OpenFGACheckTests {
    @Test(arguments: OpenFGASuite.paths)
    func `every public check assertion has the expected answer`(path: String) throws {
        guard let suite = try OpenFGASuite(path: path) else { return }
        for contextually in [false, true] {
            let assertions = try suite.assertions("checkAssertions", contextually: contextually)
            var passed = 0
            for assertion in assertions {
                let expected =
                    assertion.errorCode.map { "error \($0)" } ?? ((assertion.json["expectation"] as? Bool ?? false) ? "allowed" : "denied")
                let found = answer(assertion)
                if found == expected { passed += 1 }
                #expect(found == expected, "\(assertion.test): \(assertion.json)")
            }
            print("\(path): check \(contextually ? "contextual" : "stored") \(passed) of \(assertions.count) passed")
            #expect(passed > 0)
        }
    }

    private func answer(_ assertion: OpenFGASuite.Assertion) -> String {
        let asked = assertion.request
        // A reference that cannot be read never reaches a graph.
        guard let object = try? ObjectReference(parsing: asked.text("object")),
            let subject = try? SubjectReference(parsing: asked.text("user"))
        else { return "error 2000" }
        switch assertion.graph.check(assertion.scope.question(subject, asked.text("relation"), object)) {
        case .allowed: return "allowed"
        case .denied: return "denied"
        case .failed(let failure): return "error \(OpenFGACheckTests.number(of: failure))"
        }
    }

    /// The number OpenFGA's interface gives this kind of failure of a check.
    static func number(of failure: CheckFailure) -> Int {
        switch failure.kind {
        case .invalidContextualRelationship, .tooManyContextualRelationships: 2027
        case .tooDeep, .tooMuchWork, .tooMuchTime: 2002
        default: 2000
        }
    }

    @Test
    func `without OpenFGA's limit of depth a long chain of unions has an answer`() throws {
        guard let suite = try OpenFGASuite(path: OpenFGASuite.paths[0]) else { return }
        let chain = try suite.assertions("checkAssertions", contextually: false).first {
            $0.test == "resolution_too_complex_throws_error"
        }
        let assertion = try #require(chain)
        let question = Question(
            subject: try SubjectReference(parsing: assertion.request.text("user")), relation: assertion.request.text("relation"),
            object: try ObjectReference(parsing: assertion.request.text("object")), now: OpenFGASuite.now)
        #expect(assertion.graph.check(question) == .allowed)
    }
}
