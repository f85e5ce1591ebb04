import Permissions
import Testing

struct ReferenceTests {
    @Test(arguments: [
        ("tool:billing/getInvoice", "tool", "billing/getInvoice"), ("doc:a|b@c+d", "doc", "a|b@c+d"), ("doc:*x", "doc", "*x"),
        ("doc:né", "doc", "né"),
    ])
    func `an object splits at its first colon`(text: String, type: String, id: String) throws {
        let object = try ObjectReference(parsing: text)
        #expect(object.type == type && object.id == id && object.description == text)
    }

    @Test(arguments: [
        "", "doc", ":1", "doc:", "doc:*", "doc:a b", "doc:a:b", "doc:a#b", "do c:1", "d#c:1", "d@c:1", "d*c:1", "doc:a\u{0}b", "doc:a\nb",
        "doc:a\u{7F}", "doc:a\u{85}b", "doc:a\u{2003}b", "doc:a\u{A0}b", " doc:1", "doc:1 ",
    ])
    func `what is not one object is refused`(text: String) {
        #expect(throws: InvalidReference.self) { try ObjectReference(parsing: text) }
    }

    @Test
    func `lengths are bounded in bytes`() throws {
        let id = String(repeating: "a", count: 252)
        #expect(try ObjectReference(type: "doc", id: id).id == id)
        #expect(throws: InvalidReference.self) { try ObjectReference(type: "doc", id: id + "a") }
        #expect(throws: InvalidReference.self) { try ObjectReference(type: String(repeating: "t", count: 255), id: "1") }
        #expect(try SubjectReference(type: "user", id: String(repeating: "é", count: 253)).id.count == 253)
        #expect(throws: InvalidReference.self) { try SubjectReference(type: "user", id: String(repeating: "é", count: 254)) }
        #expect(throws: InvalidReference.self) { try SubjectReference(type: "g", id: "1", relation: String(repeating: "r", count: 51)) }
    }

    @Test
    func `a refusal names what to change and keeps a bounded part of the text`() {
        do {
            _ = try ObjectReference(parsing: "doc:" + String(repeating: " ", count: 250))
            Issue.record("accepted")
        } catch {
            #expect(error.text.count <= 120)
            #expect(error.reason == "remove `:`, `#`, white space and control characters from the id")
        }
    }

    @Test
    func `a subject is one thing, everybody of a type, or a set`() throws {
        #expect(try SubjectReference(parsing: "user:anne").relation == nil)
        #expect(try SubjectReference(parsing: "user:*").isWildcard)
        let set = try SubjectReference(parsing: "group:eng#member")
        #expect(set.relation == "member" && !set.isWildcard && set.description == "group:eng#member")
    }

    @Test(arguments: ["user", "user:", "user:*#member", "user:a#", "user:a#b#c", "user:a#b c", "user:a#b:c", "user:a:b:c"])
    func `what is not a subject is refused`(text: String) {
        #expect(throws: InvalidReference.self) { try SubjectReference(parsing: text) }
    }

    @Test
    func `a relationship reads and writes its short form`() throws {
        let text = "tool:billing/pay#caller@role:clerk#assignee"
        let relationship = try Relationship(parsing: text)
        #expect(relationship.description == text)
        #expect(relationship.key.description == text)
        #expect(try RelationshipKey(parsing: text) == relationship.key)
        #expect(try Relationship(parsing: "doc:1#viewer@user:a@b.c").subject.id == "a@b.c")
    }

    @Test(arguments: [
        "", "doc:1", "doc:1#viewer", "doc:1@user:a", "doc:1#@user:a", "#viewer@user:a", "doc:1#vie wer@user:a", "doc:1#viewer@user",
    ])
    func `what is not a relationship is refused`(text: String) {
        #expect(throws: InvalidReference.self) { try Relationship(parsing: text) }
    }

    @Test
    func `two spellings of one letter are two names`() throws {
        let composed = try SubjectReference(type: "user", id: "n\u{E9}")
        let decomposed = try SubjectReference(type: "user", id: "ne\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(try ObjectReference(type: "doc", id: "n\u{E9}") != ObjectReference(type: "doc", id: "ne\u{301}"))
    }
}
