import Foundation
import Testing

@testable import Permissions

/// Contextual relationships that say something about one another.
struct ContextualTests {
    private static let source = """
        model
          schema 1.1
        type user
        type doc
          relations
            define viewer: [user, user with small]
        condition small(x: int) {
          x < 10
        }

        """

    private func answer(_ contextual: [String]) throws -> CheckResult {
        let graph = Graph(model: try Model(parsing: ContextualTests.source), relationships: [], revision: Revision(rawValue: 1))
        return graph.check(
            Question(
                subject: try SubjectReference(parsing: "user:anne"), relation: "viewer", object: try ObjectReference(parsing: "doc:1"),
                contextual: try contextual.map(Scenario.relationship), now: Scenario.now))
    }

    @Test(arguments: [
        ["doc:1#viewer@user:anne", "doc:1#viewer@user:anne with small {\"x\": 50}"],
        ["doc:1#viewer@user:anne with small {\"x\": 50}", "doc:1#viewer@user:bob", "doc:1#viewer@user:anne with small {\"x\": 5}"],
        ["doc:1#viewer@user:anne until +60", "doc:1#viewer@user:anne"],
    ])
    func `two that contradict one another are refused, whichever comes first`(contextual: [String]) throws {
        for contextual in [contextual, contextual.reversed()] {
            #expect(try answer(contextual).failure?.code == "duplicate_contextual_relationship")
        }
    }

    @Test
    func `the same twice counts once`() throws {
        #expect(try answer(["doc:1#viewer@user:anne", "doc:1#viewer@user:anne"]) == .allowed)
        #expect(try answer(Array(repeating: "doc:1#viewer@user:anne with small {\"x\": 50}", count: 2)) == .denied)
    }
}
