import Permissions
import Testing

struct ModelParserTests {
    private func diagnostics(_ source: String) -> [ModelDiagnostic] {
        do {
            _ = try Model(parsing: source)
            return []
        } catch {
            return error.diagnostics
        }
    }

    private func model(_ lines: String) -> String { "model\n  schema 1.1\ntype user\n" + lines }

    @Test
    func `the built-in model has no mistakes and no warnings`() throws {
        let model = try Model(parsing: Model.builtInSource)
        #expect(model.warnings == [])
        #expect(model.typeNames == ["user", "agent", "group", "role", "server", "tool", "resource"])
        #expect(model.relationNames(of: "tool") == ["server", "blocked", "caller", "delegate", "can_call", "can_call_for_user"])
        #expect(model.relationNames(of: "nothing") == [])
        #expect(model.defines(relation: "can_call_for_user", on: "tool"))
        #expect(!model.defines(relation: "can_call", on: "server"))
        #expect(model.source == Model.builtInSource)
    }

    @Test
    func `all mistakes are named at once, with their places`() {
        let found = diagnostics(
            model("type doc\n  relations\n    define a: [usr]\n    define b: c\n    define d [user]\n    define e: [user]]\n"))
        #expect(
            found.map { "\($0.line):\($0.column) \($0.code)" } == [
                "6:16 invalid_type", "7:15 missing_definition", "8:14 syntax_error", "9:21 syntax_error",
            ])
        let meaning = diagnostics(model("type doc\n  relations\n    define a: [usr]\n    define b: c\n    define d: a from e\n"))
        #expect(
            meaning.map { "\($0.line):\($0.column) \($0.code)" } == [
                "6:16 invalid_type", "7:15 missing_definition", "8:15 invalid_relation_type",
            ])
        #expect(meaning.first?.message == "define the type `usr`, or name another one")
    }

    @Test
    func `reading goes on with the next define, type or condition after a mistake`() {
        let source = """
            model
              schema 1.1
            type user
            type doc
              relations
                define a: [user,
                  group#member with,
                  team]
                define b: (a or
                define c: a or and b
            nonsense
              more nonsense
            type page
              relations
                define d: [user] and
            condition wrong(x int) {
              x < 1
            }
            condition right(x: int) {
              x < 1
            }
            type
            type last

            """
        #expect(diagnostics(source).map { "\($0.line):\($0.column)" } == ["7:24", "9:20", "10:20", "15:25", "16:19", "22:5"])
    }

    @Test
    func `a great deal of nearly anything ends in an answer`() {
        let many = 300_000
        for piece in [
            "(", "[", "extend type a\n", "type a\n", "condition c(x: int) {\n}\n", "    define a: b\n", "\n", "#", "a", "condition c(x:",
            "type a\n  relations\n", "or ", "{", "define",
        ] {
            let source = model("type doc\n  relations\n    define a: " + String(repeating: piece, count: many / piece.utf8.count))
            #expect(!diagnostics(source).isEmpty, "\(piece)")
        }
    }

    @Test
    func `lines may end as on Windows, and comments stand where upstream lets them`() throws {
        let source =
            "# first\r\nmodel\r\n  schema 1.1 # version\r\ntype user # who\r\n\r\ntype doc\r\n  relations\r\n    # inside\r\n"
            + "    define viewer: [user,\r\n      doc#viewer] # more\r\n"
        #expect(try Model(parsing: source).relationNames(of: "doc") == ["viewer"])
    }

    @Test
    func `a number sign in a string of a condition is no comment, and a brace in a string does not end it`() throws {
        let source = model(
            "type doc\n  relations\n    define viewer: [user with tagged]\ncondition tagged(tag: string) {\n  tag == \"a #1 }\"\n}\n")
        #expect(try Model(parsing: source).warnings == [])
    }

    @Test
    func `names may have dots, slashes and dashes inside`() throws {
        let source = model("type a/b.c-d\n  relations\n    define x.y/z: [user, a/b.c-d#x.y/z]\n")
        #expect(try Model(parsing: source).relationNames(of: "a/b.c-d") == ["x.y/z"])
    }

    @Test
    func `ten thousand parentheses are an error and not an end`() {
        let source = model(
            "type doc\n  relations\n    define a: [user]\n    define b: \(String(repeating: "(", count: 10_000))a\(String(repeating: ")", count: 10_000))\n"
        )
        let found = diagnostics(source)
        #expect(found.map(\.message) == ["nest at most 50 parentheses; define the inner part as a relation of its own"])
        let deepEnough = model(
            "type doc\n  relations\n    define a: [user]\n    define b: \(String(repeating: "(", count: 50))a\(String(repeating: ")", count: 50))\n"
        )
        #expect(diagnostics(deepEnough) == [])
    }

    @Test
    func `limits of size and number are errors that name them`() {
        #expect(diagnostics(String(repeating: " ", count: 2_200_000)).map(\.code) == ["model_too_large"])
        let types = (0..<100).map { "type t\($0)\n" }.joined()
        #expect(diagnostics(model(types)).map(\.code) == ["too_many_types"])
        let conditions = (0..<26).map { "condition c\($0)(x: int) {\n  x < 1\n}\n" }.joined()
        #expect(diagnostics(model(conditions)).map(\.code) == ["too_many_conditions"])
        let long = "condition c(x: int) {\n  \(String(repeating: "x<1||", count: 110))x<1\n}\n"
        #expect(diagnostics(model(long)).map(\.code).contains("expression_too_long"))
    }

    @Test
    func `long chains of definitions are checked in bounded time`() throws {
        var lines = "type doc\n  relations\n"
        for index in (1..<4_000).reversed() { lines += "    define r\(index): r\(index - 1)\n" }
        lines += "    define r0: [user]\n"
        #expect(try Model(parsing: model(lines)).relationNames(of: "doc").count == 4_000)
    }

    @Test
    func `large models that are allowed are read in time proportional to their size`() throws {
        // Each of many relations needs all of a chain that becomes reachable link by link.
        var chain = "type doc\n  relations\n    define r0: [user]\n"
        for index in 1..<900 { chain += "    define r\(index): r\(index - 1)\n" }
        let all = (0..<900).map { "r\($0)" }.joined(separator: " and ")
        for index in 0..<100 { chain += "    define all\(index): \(all)\n" }
        #expect(try Model(parsing: model(chain)).relationNames(of: "doc").count == 1_000)
        // Many uses of one relation with many types.
        var parents = (0..<90).map { "type t\($0)\n  relations\n    define x: [user]\n" }.joined()
        parents += "type doc\n  relations\n    define p: [\((0..<90).map { "t\($0)" }.joined(separator: ", "))]\n"
        for index in 0..<1_000 { parents += "    define u\(index): x from p\n" }
        #expect(try Model(parsing: model(parents)).relationNames(of: "doc").count == 1_001)
        for index in 1_000..<2_000 { parents += "    define u\(index): x from p\n" }
        #expect(diagnostics(model(parents)).map(\.code) == ["too_many_parents"])
        let wide = "type doc\n  relations\n    define a: \((0..<1_001).map { "r\($0)" }.joined(separator: " or "))\n"
        #expect(diagnostics(model(wide)).contains { $0.code == "too_many_operands" })
    }

    @Test(arguments: [
        ("type doc\n  relations\n    define a: b\n    define b: a\n", ["relation_no_entry_point", "relation_no_entry_point"]),
        ("type doc\n  relations\n    define a: [user] or b\n    define b: [user] or a\n", ["relation_cycle", "relation_cycle"]),
        ("type doc\n  relations\n    define a: [doc#a]\n", ["relation_no_entry_point"]),
        ("type doc\n  relations\n    define self: [user]\n", ["reserved_relation_keywords"]),
        ("type this\n", ["reserved_type_keywords"]),
        ("type user\n", ["duplicated_error"]),
        ("type doc\n  relations\n    define p: [user:*]\n    define a: b from p\n", ["tupleuserset_not_direct"]),
        ("type doc\n  relations\n    define a: [user with c]\n", ["condition_not_defined"]),
        ("type doc\n  relations\n    define a: [user with c]\ncondition c(x: int) {\n  y < 1\n}\n", ["invalid_condition"]),
        ("type doc\n  relations\n    define or: [user]\n", ["syntax_error"]),
        ("type doc\n  define a: [user]\n", ["syntax_error"]),
        ("type doc\n  relations\n", ["syntax_error"]),
        ("extend type user\n", ["extend_outside_module"]),
        ("condition c(x: list<list>) {\n  true\n}\n", ["syntax_error"]),
        ("condition c(x: int) {\n  true\n", ["syntax_error"]),
    ])
    func `each kind of mistake has its code`(lines: String, codes: [String]) {
        #expect(diagnostics(model(lines)).map(\.code) == codes)
    }

    @Test
    func `an unused condition is a warning only`() throws {
        let parsed = try Model(parsing: model("condition c(x: int) {\n  x < 1\n}\n"))
        #expect(parsed.warnings.map(\.code) == ["condition_not_used"])
    }

    @Test(arguments: [
        "", "type user\n", "model\n", "model\n  schema 9.9\n", "module x\ntype user\n", "\u{0}", "model\n  schema 1.1\n\u{7}\n",
    ])
    func `what is no model is refused without an end`(source: String) {
        #expect(!diagnostics(source).isEmpty)
    }
}
