import API
import HTTPTypes
import Permissions
import Testing

@testable import Server

/// What OpenFGA refuses and in which words, where its clients would otherwise take a mistake for an answer.
@Suite struct OpenFGARefusalTests {
    private static let conditional = """
        model
          schema 1.1
        type user
        type document
          relations
            define viewer: [user, user with small]
        condition small(size: double, limit: double) {
          size + 1.0 < limit
        }
        """
    private static let anne = OpenFGAFixture.tuple("user:anne", "viewer", "document:plan")

    private static func conditioned(_ condition: String) -> String { anne.dropLast() + ",\"condition\":\(condition)}" }

    private static func run(_ body: @Sendable (OpenFGAFixture) async throws -> Void) async throws {
        try await OpenFGAFixture.run { store in
            // Only the JSON form has a name for any type.
            let type = "\"size\":{\"type_name\":\"TYPE_NAME_"
            let model = try Model(parsing: conditional).jsonText().replacing(type + "DOUBLE", with: type + "ANY")
            let written = try await store.ask("authorization-models", model)
            try #require(written.status == 201 && model.contains(type + "ANY"), "\(written.text)")
            try await body(store)
        }
    }

    @Test(arguments: ["{\"name\":\"\"}", "{}", "{\"context\":{\"size\":500}}"])
    func `a condition without a name never becomes a relationship that always holds`(condition: String) async throws {
        try await Self.run { store in
            let tuple = Self.conditioned(condition)
            let written = try await store.ask("write", "{\"writes\":{\"tuple_keys\":[\(tuple)]}}")
            #expect(written.status == 400 && written.code == "validation_error", "\(written.text)")
            let asked = try await store.ask("check", "{\"tuple_key\":\(Self.anne),\"contextual_tuples\":{\"tuple_keys\":[\(tuple)]}}")
            #expect(asked.status == 400 && asked.code == "validation_error", "\(asked.text)")
            let check = try await store.ask("check", "{\"tuple_key\":\(Self.anne)}")
            #expect(check.json["allowed"] == false, "\(check.text)")
        }
    }

    @Test func `a number is the same however it is written, and a double where no type is declared`() async throws {
        try await Self.run { store in
            func write(_ size: String, _ duplicates: String = "error") async throws -> TestAnswer {
                let tuple = Self.conditioned("{\"name\":\"small\",\"context\":{\"size\":\(size)}}")
                return try await store.ask("write", "{\"writes\":{\"tuple_keys\":[\(tuple)],\"on_duplicate\":\"\(duplicates)\"}}")
            }
            #expect(try await write("1.0").status == 200)
            for size in ["1", "1.0", "1e0"] {
                let again = try await write(size, "ignore")
                #expect(again.status == 200, "\(size): \(again.text)")
            }
            #expect(try await write("1.5", "ignore").status == 409)
            let check = try await store.ask("check", "{\"tuple_key\":\(Self.anne),\"context\":{\"limit\":3}}")
            #expect(check.json["allowed"] == true, "\(check.text)")
        }
    }

    @Test func `a stored context has a limit`() async throws {
        try await Self.run { store in
            for (length, status) in [(32_000, 200), (33_000, 400)] {
                let text = String(repeating: "x", count: length)
                let tuple = Self.conditioned("{\"name\":\"small\",\"context\":{\"size\":\"\(text)\"}}")
                let written = try await store.ask("write", "{\"writes\":{\"tuple_keys\":[\(tuple)]}}")
                #expect(written.status == status, "\(length): \(written.text.prefix(200))")
            }
        }
    }

    @Test(arguments: [
        ("{\"schema_version\":\"1.1\"}", "type_definitions_too_few_items"),
        ("{\"schema_version\":\"1.1\",\"type_definitions\":[]}", "type_definitions_too_few_items"),
        ("{\"schema_version\":\"\",\"type_definitions\":[{\"type\":\"user\"}]}", "invalid_authorization_model"),
        (
            """
            {"schema_version":"1.1","type_definitions":[{"type":"user"},{"type":"document","relations":{"a":{"union":{"child":[{"this":{}}]}}},
            "metadata":{"relations":{"a":{"directly_related_user_types":[{"type":"user"}]}}}}]}
            """, "invalid_authorization_model"
        ),
        (
            "{\"schema_version\":\"1.1\",\"type_definitions\":[\((0...100).map { "{\"type\":\"t\($0)\"}" }.joined(separator: ","))]}",
            "exceeded_entity_limit"
        ),
    ])
    func `a model that no client could read or use is refused, and the one before stays in force`(model: String, code: String) async throws
    {
        try await OpenFGAFixture.run { store in
            let answer = try await store.ask("authorization-models", model)
            #expect(answer.status == 400 && answer.code == code, "\(answer.text)")
            let models = try await store.get("authorization-models")
            #expect(models.json["authorization_models"]?.elements.first?["id"]?.string == store.model)
        }
    }

    @Test func `a model without types, which the management API takes, has an empty list of them`() async throws {
        try await TestService.run { service in
            try await service.createTenant()
            let written = try await service.send(
                .put, "/api/v1/tenants/acme/model", "{\"source\":\"model\\n  schema 1.1\\n\"}", as: service.key)
            try #require(written.status == 200, "\(written.text)")
            let models = try await service.get("/stores/acme/authorization-models?page_size=1")
            let newest = try #require(models.json["authorization_models"]?.elements.first)
            #expect(newest["type_definitions"]?.elements.isEmpty == true, "\(models.text)")
            #expect(newest["schema_version"]?.string == "1.1")
        }
    }

    @Test func `requests that lack something or name what does not exist are told so in OpenFGA's codes`() async throws {
        try await OpenFGAFixture.run { store in
            let list = "{\"user\":\"user:anne\",\"relation\":\"viewer\",\"type\":\"document\"}"
            let users = "{\"object\":{\"type\":\"document\",\"id\":\"plan\"},\"relation\":\"\",\"user_filters\":[{\"type\":\"user\"}]}"
            let expected = [
                ("check", "{}", "tuple_key_value_not_specified"),
                ("expand", "{}", "tuple_key_value_not_specified"),
                ("expand", "{\"tuple_key\":{\"relation\":\"viewer\"}}", "invalid_expand_input"),
                ("expand", "{\"tuple_key\":{\"object\":\"document:plan\"}}", "invalid_expand_input"),
                ("expand", "{\"tuple_key\":{\"object\":\"nothing:plan\",\"relation\":\"viewer\"}}", "validation_error"),
                ("expand", "{\"tuple_key\":{\"object\":\"document:plan\",\"relation\":\"nothing\"}}", "validation_error"),
                ("list-objects", list.replacing("\"document\"", with: "\"\""), "type_invalid_pattern"),
                ("list-objects", list.replacing("\"document\"", with: "\"a:b\""), "type_invalid_pattern"),
                ("list-objects", list.replacing("\"viewer\"", with: "\"\""), "validation_error"),
                ("list-users", users, "validation_error"),
                ("check", "{\"tuple_key\":\(Self.anne),\"authorization_model_id\":\"abc\"}", "validation_error"),
                (
                    "check", "{\"tuple_key\":\(Self.anne),\"authorization_model_id\":\"01H0000000000000000000000Z\"}",
                    "authorization_model_not_found"
                ),
                ("batch-check", "{\"checks\":[{\"correlation_id\":\"a\"}]}", "tuple_key_value_not_specified"),
                (
                    "batch-check",
                    "{\"checks\":[{\"correlation_id\":\"a\",\"tuple_key\":{\"user\":\"user:anne\",\"object\":\"document:plan\"}}]}",
                    "validation_error"
                ),
            ]
            for (path, body, code) in expected {
                let answer = try await store.ask(path, body)
                #expect(answer.status == 400 && answer.code == code, "\(path) \(body): \(answer.text)")
            }
            #expect(try await store.get("changes?start_time=yesterday").code == "validation_error")
            let anonymous = try await store.service.send(.post, "/stores/\(store.id)/check", "{\"tuple_key\":\(Self.anne)}", as: nil)
            #expect(anonymous.status == 401 && anonymous.code == "bearer_token_missing", "\(anonymous.text)")
            #expect(anonymous.header("WWW-Authenticate") == "Bearer realm=\"cardea\"")
        }
    }
}
