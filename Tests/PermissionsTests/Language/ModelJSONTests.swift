import Permissions
import Testing

/// Models in JSON: what is accepted, and that everything wrong is named at once with its path.
struct ModelJSONTests {
    private func diagnostics(_ json: String) -> [String] {
        do {
            _ = try Model(json: Array(json.utf8))
            return []
        } catch {
            return error.diagnostics.map { "\($0.path ?? "-") \($0.code)" }
        }
    }

    private func document(_ relations: String, types: String = #"{"type":"user"}"#) -> String {
        #"{"schema_version":"1.1","type_definitions":[{"type":"user"},{"type":"doc","relations":{"viewer":\#(relations)},"#
            + #""metadata":{"relations":{"viewer":{"directly_related_user_types":[\#(types)]}}}}]}"#
    }

    @Test
    func `a stored model is told apart by its first character`() throws {
        let dsl = try Model(parsingEither: "\n  # a model\nmodel\n  schema 1.1\ntype user\n")
        let json = try Model(parsingEither: " \n\t" + dsl.jsonText())
        #expect(json.typeNames == ["user"])
        #expect(try json.dslText() == "model\n  schema 1.1\n\ntype user\n")
        #expect(json.jsonText() == #"{"schema_version":"1.1","type_definitions":[{"type":"user","relations":{},"metadata":null}]}"#)
    }

    @Test
    func `the built-in model survives both forms`() throws {
        let model = try Model(parsing: Model.builtInSource)
        let again = try Model(json: Array(model.jsonText().utf8))
        #expect(again.jsonText() == model.jsonText())
        #expect(again.source == model.jsonText())
        let printed = try again.dslText()
        #expect(try Model(parsing: printed).dslText() == printed)
    }

    @Test
    func `all mistakes are named at once, each with its path`() {
        let json = """
            {"schema_version": "1.1", "type_definitions": [
              {"type": "user", "colour": "red"},
              {"type": "doc", "relations": {
                 "a": {"thiz": {}}, "b": {"union": {"child": []}}, "c": {"difference": {"base": {"this": {}}}},
                 "d": {"computedUserset": {"relation": 1}}, "e": {"this": {}, "union": {}} },
               "metadata": {"relations": {"f": {"directly_related_user_types": [{"type": "user", "wildcard": {}, "relation": "x"}]}}}},
              {"relations": {}}],
             "conditions": {"c": {"name": "c", "expression": "true", "parameters": {
                 "p": {"type_name": "TYPE_NAME_LIST"}, "q": {"type_name": "INT"}}}}}
            """
        let expected = [
            "type_definitions[0].colour invalid_json_model",
            "type_definitions[1].relations.a.thiz invalid_json_model",
            "type_definitions[1].relations.b.union.child invalid_json_model",
            "type_definitions[1].relations.c.difference invalid_json_model",
            "type_definitions[1].relations.d.computedUserset.relation invalid_json_model",
            "type_definitions[1].relations.e invalid_json_model",
            "type_definitions[1].metadata.relations.f invalid_json_model",
            "type_definitions[1].metadata.relations.f.directly_related_user_types[0] type_wildcard_relation",
            "type_definitions[2] invalid_json_model",
            "conditions.c.parameters.p invalid_json_model",
            "conditions.c.parameters.q invalid_json_model",
        ]
        #expect(diagnostics(json) == expected)
    }

    @Test
    func `mistakes of form and of meaning are named together, without those that follow from others`() {
        let json = document(#"{"thiz":{}}"#, types: #"{"type":"usr"}"#)
            .replacing(
                #""relations":{"viewer":{"thiz"#,
                with:
                    #""relations":{"a":{"computedUserset":{"relation":"viewer"}},"b":{"computedUserset":{"relation":"c"}},"viewer":{"thiz"#)
        #expect(
            diagnostics(json) == [
                "type_definitions[1].relations.b.computedUserset.relation missing_definition",
                "type_definitions[1].relations.viewer.thiz invalid_json_model",
            ])
    }

    @Test(arguments: [
        (#"{"this":{}}"#, "", "type_definitions[1].relations.viewer assignable_relation_must_have_type"),
        (
            #"{"computedUserset":{"relation":"viewer"}}"#, #"{"type":"user"}"#,
            "type_definitions[1].metadata.relations.viewer.directly_related_user_types[0] relation_not_assignable"
        ),
        (
            #"{"this":{}}"#, #"{"type":"usr"}"#,
            "type_definitions[1].metadata.relations.viewer.directly_related_user_types[0] invalid_type"
        ),
        (
            #"{"union":{"child":[{"this":{}},{"computedUserset":{"relation":"x"}}]}}"#, #"{"type":"user"}"#,
            "type_definitions[1].relations.viewer.union.child[1].computedUserset.relation missing_definition"
        ),
        (
            #"{"union":{"child":[{"this":{}},{"tupleToUserset":{"tupleset":{"relation":"p"},"computedUserset":{"relation":"x"}}}]}}"#,
            #"{"type":"user"}"#,
            "type_definitions[1].relations.viewer.union.child[1].tupleToUserset.computedUserset.relation invalid_relation_type"
        ),
    ])
    func `what names mean is checked as for the DSL`(relation: String, types: String, expected: String) {
        #expect(diagnostics(document(relation, types: types)) == [expected])
    }

    @Test
    func `any and lists of lists can be held in JSON and are refused by the printer`() throws {
        let json = #"""
            {"schema_version":"1.1","type_definitions":[{"type":"user","relations":{},"metadata":null},{"type":"doc","relations":{"viewer":{"this":{}}},
            "metadata":{"relations":{"viewer":{"directly_related_user_types":[{"type":"user","condition":"c"}]}}}}],
            "conditions":{"c":{"name":"c","expression":"size(x) > 0","parameters":{
            "x":{"type_name":"TYPE_NAME_LIST","generic_types":[{"type_name":"TYPE_NAME_LIST","generic_types":[{"type_name":"TYPE_NAME_INT"}]}]},
            "y":{"type_name":"TYPE_NAME_ANY"}}}}}
            """#
        let model = try Model(json: Array(json.utf8))
        #expect(model.jsonText() == json.replacing("\n", with: ""))
        #expect(throws: UnprintableModel.self) { try model.dslText() }
    }

    @Test
    func `members may be written in either case, and null or empty text means not given`() throws {
        let json = document(#"{"union":{"child":[{"this":{}},{"computed_userset":{"object":"","relation":"editor"}}]}}"#)
            .replacing(
                #""relations":{"viewer":{"union"#,
                with: #""relations":{"editor":{"computedUserset":{"relation":"owner"}},"owner":{"this":{}},"viewer":{"union"#
            )
            .replacing(
                #"{"relations":{"viewer":"#,
                with:
                    #"{"module":"","relations":{"owner":{"directly_related_user_types":[{"type":"user","relation":"","condition":null}]},"viewer":"#
            )
        #expect(try Model(json: Array(json.utf8)).relationNames(of: "doc") == ["editor", "owner", "viewer"])
    }

    @Test
    func `a member given twice, in one case or two, is refused`() {
        #expect(diagnostics(#"{"schema_version":"1.1","schema_version":"1.1"}"#) == ["- invalid_json"])
        #expect(diagnostics(#"{"schema_version":"1.1","schemaVersion":"1.1"}"#) == ["schemaVersion invalid_json_model"])
    }

    @Test
    func `names beyond ASCII are refused, because two spellings could look alike`() {
        let json = #"{"schema_version":"1.1","type_definitions":[{"type":"us\u00e9r"}]}"#
        #expect(diagnostics(json) == ["type_definitions[0].type invalid_name"])
    }

    @Test
    func `deep and long JSON is refused and never an end`() {
        let deep = String(repeating: #"{"union":{"child":["#, count: 10_000)
        #expect(diagnostics(document(deep)) == ["- invalid_json"])
        let nested = String(repeating: #"{"union":{"child":["#, count: 60) + #"{"this":{}}"# + String(repeating: "]}}", count: 60)
        #expect(diagnostics(document(nested)).map { $0.hasSuffix("invalid_json_model") } == [true])
        #expect(diagnostics("[" + String(repeating: "0,", count: 600_000) + "0]") == ["- invalid_json"])
        #expect(diagnostics(String(repeating: " ", count: 2_200_000)) == ["- model_too_large"])
        let wide = String(repeating: #"{"computedUserset":{"relation":"viewer"}},"#, count: 40_000) + #"{"this":{}}"#
        #expect(
            diagnostics(document(#"{"union":{"child":[\#(wide)]}}"#)).contains("type_definitions[1].relations.viewer too_many_operands"))
    }

    @Test(arguments: [
        "", "{", "[]", "null", "1", "\"", "{}", #"{"schema_version":1}"#, "{\"a\":\"\u{1}\"}", #"{"a":"\ud800"}"#, "{} {}", "{\"a\":01}",
    ])
    func `what is no model is refused`(json: String) {
        #expect(!diagnostics(json).isEmpty)
    }

    @Test
    func `an expression that the DSL cannot hold is refused by the printer`() throws {
        let json = #"""
            {"schema_version":"1.1","type_definitions":[{"type":"user"},{"type":"doc","relations":{"viewer":{"this":{}}},
            "metadata":{"relations":{"viewer":{"directly_related_user_types":[{"type":"user","condition":"c"}]}}}}],
            "conditions":{"c":{"name":"c","expression":"{'a': x}['a'] > 0","parameters":{"x":{"type_name":"TYPE_NAME_INT"}}}}}
            """#
        let model = try Model(json: Array(json.utf8))
        #expect(throws: UnprintableModel.self) { try model.dslText() }
    }
}
