import Permissions
import Testing

/// That one run names everything that is wrong with a model, each at its place, and nothing that follows from another mistake.
struct ModelMistakeTests {
    private func mistakes(_ read: () throws(InvalidModel) -> Model) -> [ModelDiagnostic] {
        do throws(InvalidModel) {
            _ = try read()
            return []
        } catch {
            return error.diagnostics
        }
    }

    private func places(_ source: String) -> [String] {
        mistakes { () throws(InvalidModel) in try Model(parsing: source) }.map { "\($0.line):\($0.column) \($0.code)" }
    }

    private func model(_ lines: String) -> String { "model\n  schema 1.1\ntype user\n" + lines }

    @Test
    func `mistakes of form, of names, of expressions and of reach are named together`() {
        let source = model(
            """
            type doc
              relations
                define a: [usr]
                define b: [user]]
                define c: [doc#c]
                define d: [user] or e
                define e: [user] or d
                define f: [user with small]
            condition small(x: int) {
              x < "a" &&
                // sizes, in metres
                y == 1 && x.nonsense()
            }

            """)
        #expect(
            places(source) == [
                "6:16 invalid_type", "7:21 syntax_error", "8:12 relation_no_entry_point", "9:12 relation_cycle", "10:12 relation_cycle",
                "13:5 invalid_condition", "15:5 invalid_condition", "15:17 invalid_condition",
            ])
    }

    @Test(arguments: [
        ("    define a: [usr]\n    define b: a\n    define c: a and b\n", ["6:16 invalid_type"]),
        ("    define a: b or\n    define b: a\n", ["6:19 syntax_error"]),
        ("    define p: [user,\n    define v: x from p\n", ["7:5 syntax_error"]),
        ("    define a: [user] or nothing or a\n", ["6:25 missing_definition"]),
        ("    define a: [user]\n    define a: a\n    define b: a\n", ["7:12 duplicated_error"]),
    ])
    func `what follows from a mistake is no other one`(relations: String, expected: [String]) {
        #expect(places(model("type doc\n  relations\n" + relations)) == expected)
    }

    @Test(arguments: [
        ("x: nothing) {\n  x < 1\n}", ["4:16 syntax_error"]),
        ("x: int, x: string) {\n  x < 1 && x == \"a\"\n}", ["4:21 duplicate_parameter"]),
        ("x: int) {\n}", ["4:21 syntax_error"]),
    ])
    func `of a condition that could not be read the expression is not checked`(rest: String, expected: [String]) {
        #expect(places(model("condition c(" + rest + "\n")) == expected)
    }

    @Test
    func `the place of a mistake in an expression is that in the file`() {
        let source = model(
            "condition c(ä: int) {\n}\ncondition d(x: int, s: string) { # first\n  # second\n\n\ts == 'ä' && x == 'b' // é\r\n  || y\n}\n")
        let found = mistakes { () throws(InvalidModel) in try Model(parsing: source) }.filter { $0.code == "invalid_condition" }
        #expect(found.map { "\($0.line):\($0.column)" } == ["9:16", "10:6"])
        #expect(found.first?.message == "change the expression of `d`: `==` does not join an int and a string")
        let short = "model\n  schema 1.1\ncondition c(x: int) {x}\n"
        #expect(places(short) == ["3:22 invalid_condition"])
    }

    @Test
    func `the place of a mistake in an expression in JSON is its member, and the message has the place inside`() {
        let json = #"""
            {"schema_version":"1.1","conditions":{"c":{"name":"c",
              "expression":"x < 'a' &&\n  y","parameters":{"x":{"type_name":"TYPE_NAME_INT"}}}}}
            """#
        let found = mistakes { () throws(InvalidModel) in try Model(json: Array(json.utf8)) }
        #expect(found.map { "\($0.line):\($0.column) \($0.path ?? "")" } == ["2:3 conditions.c.expression", "2:3 conditions.c.expression"])
        #expect(found.first?.message == "change the expression of `c`: 1:3: `<` does not join an int and a string")
        #expect(found.last?.message.hasPrefix("change the expression of `c`: 2:3: `y` is not a parameter") == true)
    }

    @Test
    func `a type of JSON that could not be read makes nothing else a mistake`() {
        let json = #"""
            {"schema_version":"1.1","type_definitions":[{"type":"user"},{"type":"doc","relations":{"viewer":{"this":{}},
            "reader":{"computedUserset":{"relation":"viewer"}}},
            "metadata":{"relations":{"viewer":{"directly_related_user_types":[{"typ":"user"}]}}}}],
            "conditions":{"c":{"name":"c","expression":"x < 1 && y","parameters":{"x":{"type_name":"INT"}}}}}
            """#
        let found = mistakes { () throws(InvalidModel) in try Model(json: Array(json.utf8)) }
        #expect(
            found.map { $0.path ?? "" } == [
                "type_definitions[1].metadata.relations.viewer.directly_related_user_types[0]",
                "type_definitions[1].metadata.relations.viewer.directly_related_user_types[0].typ", "conditions.c.parameters.x",
            ])
    }

    @Test
    func `mistakes of all modules are named together, and a file that is no module hides none`() {
        let files = [
            ModuleFile(name: "a.fga", text: "type user\ntype group\n  relations\n    define member: [user]\n"),
            ModuleFile(
                name: "b.fga",
                text: "module b\ntype doc\n  relations\n    define a: [group#member]\n    define b: [doc#b]\n    define c: d\n"),
            ModuleFile(name: "c.fga", text: "module c\ncondition x(n: int) {\n  n == 'a'\n}\n"),
            ModuleFile(name: "d.fga", text: "model\n  schema 1.1\ntype page\n  relations\n    define a:\n"),
        ]
        let found = mistakes { () throws(InvalidModel) in try Model(modules: files) }
        #expect(
            found.map { "\($0.file ?? ""):\($0.line):\($0.column) \($0.code)" } == [
                "a.fga:1:1 syntax_error", "b.fga:5:12 relation_no_entry_point", "b.fga:6:15 missing_definition",
                "c.fga:3:5 invalid_condition",
                "d.fga:1:1 not_a_module", "d.fga:5:14 syntax_error",
            ])
        #expect(found.first?.message == "begin with `module` and the module's name")
    }

    @Test(arguments: [(5_000, "at least 900 more"), (250, "150 more")])
    func `of a great many mistakes the first are named, and how many there are`(count: Int, expected: String) throws {
        let found = mistakes { () throws(InvalidModel) in
            try Model(parsing: model("type doc\n  relations\n" + String(repeating: "    define\n", count: count)))
        }
        #expect(found.count == 101)
        let last = try #require(found.last)
        #expect(last.code == "more_mistakes" && last.line == 106)
        #expect(last.message == "correct what is above first; from here on \(expected) are to be changed")
    }

    @Test
    func `columns are those of characters, however many bytes they have`() {
        let dsl = mistakes { () throws(InvalidModel) in
            try Model(parsing: model("condition c(x: string) { x == \"é\" } junk\n"))
        }
        #expect(dsl.first.map { "\($0.line):\($0.column)" } == "4:37", "\(dsl)")
        let condition = mistakes { () throws(InvalidModel) in
            try Model(parsing: model("condition near(place: string) {\n  place == \"größe\" && plaze == \"\"\n}\n"))
        }
        #expect(condition.map { "\($0.line):\($0.column)" } == ["5:23"])
        let json = mistakes { () throws(InvalidModel) in
            try Model(parsingEither: #"{"schema_version":"1.1",\#n"type_definitions":[{"type":"größe","typ":1},{"type":"日本","typ":1}]}"#)
        }
        #expect(json.map { "\($0.line):\($0.column)" } == ["2:22", "2:37", "2:47", "2:59"])
    }

    @Test
    func `a byte order mark is named, and hides nothing`() {
        let dsl = mistakes { () throws(InvalidModel) in
            try Model(parsingEither: "\u{FEFF}# first\n" + model("type doc\n  relations\n    define a: b\n"))
        }
        #expect(dsl.map { "\($0.line):\($0.column) \($0.message)" }.first == "1:1 remove the byte order mark in front of the text")
        #expect(dsl.map(\.code) == ["syntax_error", "missing_definition"])
        let json = mistakes { () throws(InvalidModel) in
            try Model(parsingEither: "\u{FEFF}" + #"{"schema_version":"1.1","type_definitions":[{"typ":"user"}]}"#)
        }
        #expect(json.first?.message == "remove the byte order mark in front of the text")
        #expect(json.dropFirst().map { $0.path ?? "" } == ["type_definitions[0].typ", "type_definitions[0]"].sorted())
    }

    @Test(arguments: [
        ("[]", "write an object, found a list"), (#"{"schema_version":"1.1",}"#, "remove the last comma"),
        (#"{"schema_version":"1.1","type_definitions":[{"type":"user"},]}"#, "remove the last comma"),
        (#"{"schema_version":}"#, "expected a value, found `}`"), ("{}", "add the member `schema_version` with the value `1.1`"),
        (#"{"schema_version":""}"#, "add the member `schema_version` with the value `1.1`"),
        (#"{"schema_version":1}"#, "write a string, found `1`"),
        ("module x\ntype user\n", "this is a module, one part of a model; give the `fga.mod` that names it, or all its modules together"),
        ("type user\n", "begin with `model` and, on the next line, `schema 1.1`"),
    ])
    func `the first mistake of a text says what to change`(text: String, message: String) {
        let found = mistakes { () throws(InvalidModel) in try Model(parsingEither: text) }
        #expect(found.map(\.message) == [message])
    }

    @Test
    func `a module with mistakes is still told to be one`() {
        let found = places("module x\ntype user\n  relations\n    define a: b\n")
        #expect(found == ["1:1 schema_version_required", "4:15 missing_definition"])
    }
}
