import Expressions
import Permissions
import Testing

struct RefusalTests {
    private static let source = """
        model
          schema 1.1
        type user
        type group
          relations
            define member: [user, group#member]
        type doc
          relations
            define parent: [doc]
            define viewer: [user, group#member, user:* with small] or viewer from parent
            define guest: [user with small]
            define reader: viewer
        condition small(x: int, label: string) {
          x < 10 || label == "tiny"
        }

        """

    @Test(arguments: [
        ("doc:1#viewer@user:anne", nil), ("doc:1#viewer@group:g#member", nil), ("doc:1#parent@doc:2", nil),
        ("page:1#viewer@user:anne", "unknown_type"), ("doc:1#owner@user:anne", "unknown_relation"),
        ("doc:1#reader@user:anne", "relation_not_assignable"), ("doc:1#viewer@robot:x", "unknown_type"),
        ("doc:1#viewer@group:g#owner", "unknown_relation"), ("doc:1#viewer@group:g", "subject_not_allowed"),
        ("doc:1#parent@doc:*", "subject_not_allowed"), ("doc:1#viewer@user:*", "condition_required"),
        ("doc:1#guest@user:anne", "condition_required"), ("group:g#member@group:g#member", "implied_relationship"),
        ("doc:1#viewer@doc:1#viewer", "implied_relationship"), ("group:g#member@group:h#member", nil),
    ])
    func `the model accepts a relationship or says why not`(text: String, code: String?) throws {
        let model = try Model(parsing: RefusalTests.source)
        #expect(model.refusal(of: try Relationship(parsing: text))?.code == code)
    }

    @Test(arguments: [
        ("doc:1#guest@user:anne", "small", ["x": Value.int(1)], nil),
        ("doc:1#guest@user:anne", "small", [:], nil),
        ("doc:1#guest@user:anne", "large", [:], "unknown_condition"),
        ("doc:1#viewer@user:anne", "small", [:], "condition_not_allowed"),
        ("doc:1#guest@user:anne", "small", ["y": Value.int(1)], "invalid_condition_context"),
        ("doc:1#guest@user:anne", "small", ["x": Value.string("many")], "invalid_condition_context"),
        ("doc:1#guest@user:anne", "small", ["x": Value.double(1.5)], "invalid_condition_context"),
    ])
    func `conditions and their stored values are checked`(text: String, name: String, context: [String: Value], code: String?) throws {
        let model = try Model(parsing: RefusalTests.source)
        var relationship = try Relationship(parsing: text)
        relationship.condition = ConditionReference(name: name, context: context)
        #expect(model.refusal(of: relationship)?.code == code)
    }

    @Test
    func `a refusal says what would be accepted`() throws {
        let model = try Model(parsing: RefusalTests.source)
        #expect(
            model.refusal(of: try Relationship(parsing: "doc:1#viewer@group:g"))?.message
                == "`viewer` of `doc` accepts `group#member`, `user`, `user:*`, not `group:g`")
    }

    @Test
    func `names that look alike are other names`() throws {
        let model = try Model(parsing: "model\n  schema 1.1\ntype user\ntype K\n  relations\n    define a: [user]\n")
        #expect(model.defines(relation: "a", on: "K"))
        #expect(!model.defines(relation: "a", on: "\u{212A}"))
    }
}
