import API
import Permissions
import Testing

/// Writes under a model that the writer names.
@Suite struct OpenFGAWriteTests {
    private static let withoutOwner = OpenFGAFixture.model.replacing("    define owner: [user]\n", with: "")

    private static func write(_ tuple: String, under model: String) -> String {
        "{\"writes\":{\"tuple_keys\":[\(tuple)]},\"authorization_model_id\":\"\(model)\"}"
    }

    private static func check(_ tuple: String, under model: String) -> String {
        "{\"tuple_key\":\(tuple),\"authorization_model_id\":\"\(model)\"}"
    }

    @Test func `an older model alone says what may be written under it, and what the later one lacks does not count there`() async throws {
        try await OpenFGAFixture.run { store in
            let later = try await OpenFGAFixture.write(model: Self.withoutOwner, to: store.id, store.service)
            let owner = OpenFGAFixture.tuple("user:anne", "owner", "document:plan")
            let refused = try await store.ask("write", Self.write(owner, under: later))
            #expect(refused.status == 400 && refused.code == "validation_error")
            let written = try await store.ask("write", Self.write(owner, under: store.model))
            #expect(written.status == 200, "\(written.text)")
            let older = try await store.ask("check", Self.check(owner, under: store.model))
            #expect(older.json["allowed"] == true, "\(older.text)")
            let inForce = try await store.ask("check", Self.check(owner, under: later))
            #expect(inForce.status == 400 && inForce.code == "validation_error", "\(inForce.text)")
            let read = try await store.ask("read", "{\"tuple_key\":{\"object\":\"document:plan\"}}")
            #expect(read.json["tuples"]?.elements.count == 1)
            let again = try await store.ask("write", Self.write(owner, under: store.model))
            #expect(again.code == "write_failed_due_to_invalid_input")
        }
    }

    @Test func `what the older model does not accept is refused, whatever the one in force says`() async throws {
        try await OpenFGAFixture.run { store in
            let more = OpenFGAFixture.model + "\n    define editor: [user]"
            _ = try await OpenFGAFixture.write(model: more, to: store.id, store.service)
            let editor = OpenFGAFixture.tuple("user:anne", "editor", "document:plan")
            #expect(try await store.ask("write", Self.write(editor, under: store.model)).code == "validation_error")
            #expect(try await store.ask("write", "{\"writes\":{\"tuple_keys\":[\(editor)]}}").status == 200)
        }
    }

    @Test func `a contextual tuple that is given twice is one, with two conditions it is refused`() async throws {
        try await OpenFGAFixture.run { store in
            let tuple = OpenFGAFixture.tuple("user:anne", "viewer", "document:plan")
            let conditional = tuple.dropLast() + ",\"condition\":{\"name\":\"in_office\"}}"
            for path in ["check", "list-objects", "expand"] {
                func ask(_ tuples: String) async throws -> TestAnswer {
                    try await store.ask(
                        path,
                        """
                        {"tuple_key":\(tuple),"user":"user:anne","relation":"viewer","type":"document",
                        "contextual_tuples":{"tuple_keys":[\(tuples)]}}
                        """)
                }
                let twice = try await ask("\(tuple),\(tuple)")
                #expect(twice.status == 200, "\(path): \(twice.text)")
                let different = try await ask("\(tuple),\(conditional)")
                #expect(different.status == 400 && different.code == "duplicate_contextual_tuple", "\(path): \(different.text)")
            }
        }
    }
}
