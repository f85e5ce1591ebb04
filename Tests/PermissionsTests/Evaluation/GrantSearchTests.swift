import Expressions
import Foundation
import Testing

@testable import Permissions

/// Which relationships an explanation names that would turn a denial into an allow.
@Suite struct GrantSearchTests {
    private static let head = "model\n  schema 1.1\ntype user\ntype group\n  relations\n    define member: [user, group#member]\n"

    private func grants(_ model: String, _ stored: [String], _ question: String) throws -> Set<String> {
        let graph = Graph(
            model: try Model(parsing: model), relationships: try stored.map { try Relationship(parsing: $0) },
            revision: Revision(rawValue: 1))
        let asked = try Relationship(parsing: question)
        let explanation = graph.explanation(
            of: Question(subject: asked.subject, relation: asked.relation, object: asked.object, now: GraphTests.now))
        #expect(explanation.result != .allowed)
        return Set(explanation.grants.map { $0.map(\.description).sorted().joined(separator: " and ") })
    }

    private static let byGroup = head + "type doc\n  relations\n    define editor: [group#member]\n"
    private static let byEverybody = head + "type doc\n  relations\n    define viewer: [user:*]\n"
    private static let byParent =
        head + "type folder\n  relations\n    define viewer: [user]\ntype doc\n  relations\n    define parent: [folder]\n"
        + "    define viewer: viewer from parent\n"

    @Test func `a set that the subject is in already is found`() throws {
        let found = try grants(Self.byGroup, ["group:eng#member@user:anne", "group:all#member@group:eng#member"], "doc:1#editor@user:anne")
        #expect(found == ["doc:1#editor@group:eng#member", "doc:1#editor@group:all#member"])
    }

    @Test func `a set that does not exist yet is made up where there is none`() throws {
        #expect(
            try grants(Self.byGroup, ["group:new#member@user:anne"], "doc:1#editor@user:bob")
                == ["doc:1#editor@group:new-2#member and group:new-2#member@user:bob"])
    }

    @Test func `everybody is named where nothing less would do`() throws {
        #expect(try grants(Self.byEverybody, [], "doc:1#viewer@user:anne") == ["doc:1#viewer@user:*"])
        let both = Self.byEverybody.replacing("[user:*]", with: "[user, user:*]")
        #expect(try grants(both, [], "doc:1#viewer@user:anne") == ["doc:1#viewer@user:anne"])
    }

    @Test func `a parent of which the subject has the relation already is enough`() throws {
        let stored = ["folder:f1#viewer@user:anne", "folder:new#viewer@user:bob"]
        #expect(try grants(Self.byParent, stored, "doc:1#viewer@user:anne") == ["doc:1#parent@folder:f1"])
        #expect(try grants(Self.byParent, stored, "doc:1#viewer@user:bob") == ["doc:1#parent@folder:new"])
        #expect(
            try grants(Self.byParent, stored, "doc:1#viewer@user:carl")
                == ["doc:1#parent@folder:new-2 and folder:new-2#viewer@user:carl"])
    }

    @Test func `a condition that what is taken away depends on as well is no way out`() throws {
        let model = """
            model
              schema 1.1
            type user
            type group
              relations
                define admin: [user with c]
                define member: admin
            type doc
              relations
                define blocked: [group#member]
                define editor: [group#admin] but not blocked
            condition c(x: int) {
              x < 10
            }
            """
        #expect(try grants(model, ["doc:1#editor@group:g#admin", "doc:1#blocked@group:g#member"], "doc:1#editor@user:anne").isEmpty)
        #expect(try grants(model, ["doc:1#editor@group:g#admin"], "doc:1#editor@user:anne") == ["group:g#admin@user:anne"])
    }
}
