import API
import HTTPTypes
import Testing

@Suite struct OpenFGAAssertionTests {
    private static func assertion(_ more: String = "") -> String {
        "{\"tuple_key\":\(OpenFGAFixture.tuple("user:anne", "viewer", "document:plan")),\"expectation\":true\(more)}"
    }

    private static func contextual(_ count: Int) -> String {
        let tuples = (0..<count).map { OpenFGAFixture.tuple("user:u\($0)", "viewer", "document:plan") }
        return ",\"contextual_tuples\":[\(tuples.joined(separator: ","))]"
    }

    private static func write(_ assertions: [String], to store: OpenFGAFixture) async throws -> TestAnswer {
        try await store.service.send(
            .put, "/stores/\(store.id)/assertions/\(store.model)", "{\"assertions\":[\(assertions.joined(separator: ","))]}",
            as: store.service.key)
    }

    @Test func `assertions are read as they were written, and who wrote them is in the audit`() async throws {
        try await OpenFGAFixture.run { store in
            let camel = Self.assertion().replacing("tuple_key", with: "tupleKey")
            let written = try await Self.write([Self.assertion(Self.contextual(20)), camel], to: store)
            #expect(written.status == 204, "\(written.text)")
            let kept = try await store.get("assertions/\(store.model)").json["assertions"]?.elements ?? []
            #expect(kept.map { $0["tuple_key"]?["user"] } == ["user:anne", "user:anne"])
            #expect(kept.map { $0["expectation"] } == [true, true])
            #expect(kept.first?["contextual_tuples"]?.elements.count == 20)
            let audit = try await store.service.get("/api/v1/tenants/acme/audit?kind=model&limit=1")
            #expect(audit.json["events"]?.elements.first?["action"] == "assertions.write", "\(audit.text)")
        }
    }

    @Test func `what is too much or not an assertion is refused in OpenFGA's codes`() async throws {
        try await OpenFGAFixture.run { store in
            let long = Self.assertion(",\"context\":{\"text\":\"\(String(repeating: "x", count: 256_000))\"}")
            let expected = [
                ([Self.assertion(Self.contextual(21))], "validation_error"),
                ([Self.assertion().replacing("true", with: "\"yes\"")], "validation_error"),
                (Array(repeating: Self.assertion(), count: 101), "assertions_too_many_items"),
                ([long], "exceeded_entity_limit"),
                ([Self.assertion().replacing("user:anne", with: "nobody:anne")], "validation_error"),
                ([Self.assertion().replacing("user:anne", with: "group:staff#nothing")], "validation_error"),
            ]
            for (assertions, code) in expected {
                let answer = try await Self.write(assertions, to: store)
                #expect(answer.status == 400 && answer.code == code, "\(code): \(answer.text)")
            }
            #expect(try await Self.write(Array(repeating: Self.assertion(), count: 100), to: store).status == 204)
        }
    }
}
