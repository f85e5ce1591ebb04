import Foundation
import Testing

@testable import Permissions

struct ExplainTests {
    private func reason(_ lines: [String], _ asked: String) throws -> String {
        let graph = Graph(
            model: try Model(parsing: Model.builtInSource), relationships: try lines.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        let question = try Relationship(parsing: asked)
        return graph.explain(
            Question(subject: question.subject, relation: question.relation, object: question.object, now: GraphTests.now)
        ).reason
    }

    @Test(arguments: [
        (["tool:b/pay#caller@user:bob"], "user:bob is caller of tool:b/pay"),
        (
            ["tool:b/pay#caller@role:clerk#assignee", "role:clerk#assignee@user:bob"],
            "user:bob is assignee of role:clerk, which is caller of tool:b/pay"
        ),
        (
            [
                "tool:b/pay#server@server:b", "server:b#caller@role:clerk#assignee", "role:clerk#assignee@group:staff#member",
                "group:staff#member@user:bob",
            ],
            "user:bob is member of group:staff, which is assignee of role:clerk, which is caller of server:b, which is server of tool:b/pay"
        ),
        (["tool:b/pay#server@server:b", "server:b#caller@user:*"], "user:* is caller of server:b, which is server of tool:b/pay"),
    ])
    func `an allow names the relationships from the subject up to the object`(lines: [String], expected: String) throws {
        #expect(try reason(lines, "tool:b/pay#can_call@user:bob") == expected)
    }

    @Test
    func `a denial names grants that would change it, each of them tried`() throws {
        #expect(
            try reason(["tool:b/pay#server@server:b", "tool:b/pay#caller@role:clerk#assignee"], "tool:b/pay#can_call@user:bob")
                == "user:bob is not can_call of tool:b/pay; any of these would make it so: "
                + "tool:b/pay#caller@user:bob, server:b#caller@user:bob, role:clerk#assignee@user:bob")
    }

    @Test
    func `a block is named as the reason`() throws {
        #expect(
            try reason(
                ["tool:b/pay#caller@user:bob", "tool:b/pay#blocked@role:left#assignee", "role:left#assignee@user:bob"],
                "tool:b/pay#can_call@user:bob")
                == "user:bob is not can_call of tool:b/pay, because user:bob is assignee of role:left, which is blocked of tool:b/pay")
    }

    @Test
    func `a question that fails is explained by its failure`() throws {
        #expect(try reason([], "tool:b/pay#fly@user:bob") == "the type `tool` has no relation `fly`")
    }

    @Test
    func `a denial for which nothing was found that changes it says so`() throws {
        #expect(
            try reason(["tool:b/pay#blocked@user:bob"], "tool:b/pay#can_call@user:bob")
                == "user:bob is not can_call of tool:b/pay, and nothing was found that would make it so")
    }

    @Test
    func `a long way is shortened`() throws {
        let chain = (0..<40).map { "group:g\($0)#member@group:g\($0 + 1)#member" }
        let found = try reason(chain + ["group:g40#member@user:bob"], "group:g0#member@user:bob")
        #expect(found.hasSuffix("and 29 more up to group:g0"))
    }
}
