import Foundation
import Permissions
import Testing

/// Every list assertion of OpenFGA's own matrices, with stored and again with contextual relationships; what a list holds is also
/// allowed by a check.
struct OpenFGAListTests {
    @Test(arguments: OpenFGASuite.paths)
    func `every public list-objects assertion has the expected answer`(path: String) throws {
        try run(path, "listObjectsAssertions", listObjects)
    }

    @Test(arguments: OpenFGASuite.paths)
    func `every public list-users assertion has the expected answer`(path: String) throws {
        try run(path, "listUsersAssertions", listUsers)
    }

    private func run(_ path: String, _ key: String, _ list: (OpenFGASuite.Assertion) throws -> Set<String>) throws {
        guard let suite = try OpenFGASuite(path: path) else { return }
        for contextually in [false, true] {
            let assertions = try suite.assertions(key, contextually: contextually)
            var passed = 0
            for assertion in assertions {
                let expected = expectation(of: assertion)
                let found: Set<String>
                do {
                    found = try list(assertion)
                } catch let failure as CheckFailure {
                    found = ["error \(number(of: failure))"]
                } catch is InvalidReference {
                    found = ["error 2000"]
                }
                if found == expected { passed += 1 }
                #expect(found == expected, "\(assertion.test): \(assertion.json)")
            }
            print("\(path): \(key) \(contextually ? "contextual" : "stored") \(passed) of \(assertions.count) passed")
            #expect(passed > 0)
        }
    }

    private func expectation(of assertion: OpenFGASuite.Assertion) -> Set<String> {
        if let code = assertion.errorCode { return ["error \(code)"] }
        return Set(assertion.json["expectation"] as? [String] ?? [])
    }

    private func listObjects(_ assertion: OpenFGASuite.Assertion) throws -> Set<String> {
        let subject = try SubjectReference(parsing: assertion.request.text("user"))
        let relation = assertion.request.text("relation")
        let page = try assertion.graph.listObjects(
            ListObjectsQuestion(
                subject: subject, relation: relation, objectType: assertion.request.text("type"), scope: assertion.scope))
        for object in page.items {
            #expect(assertion.graph.check(assertion.scope.question(subject, relation, object)) == .allowed)
        }
        return Set(page.items.map(\.description))
    }

    private func listUsers(_ assertion: OpenFGASuite.Assertion) throws -> Set<String> {
        let filters = assertion.request.json["filters"] as? [String] ?? []
        let parts = (filters.first ?? "").split(separator: "#").map(String.init)
        let object = try ObjectReference(parsing: assertion.request.text("object"))
        let relation = assertion.request.text("relation")
        let page = try assertion.graph.listSubjects(
            ListSubjectsQuestion(
                object: object, relation: relation, subjectType: parts.first ?? "", subjectRelation: parts.count > 1 ? parts[1] : nil,
                scope: assertion.scope))
        #expect(filters.count == 1)
        for subject in page.items {
            #expect(assertion.graph.check(assertion.scope.question(subject, relation, object)) == .allowed)
        }
        return Set(page.items.map(\.description))
    }

    /// The number OpenFGA's interface gives this kind of failure of a list.
    private func number(of failure: CheckFailure) -> Int {
        switch failure.kind {
        case .unknownType: 2021
        case .unknownRelation: 2022
        default: OpenFGACheckTests.number(of: failure)
        }
    }
}
