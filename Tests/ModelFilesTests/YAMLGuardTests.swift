import Testing

@testable import ModelFiles

/// What a YAML file may not do.
struct YAMLGuardTests {
    private func message(_ text: String) -> String? {
        do throws(FileNode.Unreadable) {
            _ = try FileNode(yaml: text)
            return nil
        } catch {
            return error.message
        }
    }

    private func shown(_ text: String) throws -> String { shown(try FileNode(yaml: text)) }

    private func shown(_ node: FileNode) -> String {
        switch node.content {
        case .list(let nodes): "[" + nodes.map(shown).joined(separator: " ") + "]"
        case .object(let members): "{" + members.map { "\($0.name)=\(shown($0.value))" }.joined(separator: " ") + "}"
        case .string(let text): text
        default: node.shown
        }
    }

    @Test(arguments: [
        ("a: &a [x, 1]\nb: *a\n", "{a=[x `1`] b=[x `1`]}"), ("- &a x\n- *a\n", "[x x]"),
        ("a: &b 1\nc: [*b, {\"a\":*b}]\n", "{a=`1` c=[`1` {a=`1`}]}"),
        ("a: &a x\nb: &a y\nc: *a\n", "{a=x b=y c=y}"), ("- &a-b_1 {k: v}\n- *a-b_1 # twice\n", "[{k=v} {k=v}]"),
        ("a: &a\n  x: 1\n  y: 2\nb:\n  <<: *a\n  y: 3\n", "{a={x=`1` y=`2`} b={y=`3` x=`1`}}"),
        ("- &a {x: 1}\n- &b {x: 2, y: 2}\n- {<<: [*a, *b], z: 3}\n", "[{x=`1`} {x=`2` y=`2`} {z=`3` x=`1` y=`2`}]"),
    ])
    func `an alias stands for its anchor`(text: String, expected: String) throws {
        #expect(try shown(text) == expected)
    }

    @Test func `an alias has its own place`() throws {
        guard case .object(let members) = try FileNode(yaml: "a: &a [x]\nb: *a\n").content else { return }
        #expect(members.map { "\($0.value.line ?? 0):\($0.value.column ?? 0)" }.last == "2:4")
    }

    @Test(arguments: [
        ("a: *b\n", "the alias `*b` has no anchor before it"), ("a: &a [*a]\n", "has no anchor"), ("*a", "has no anchor"),
        ("- &a x\n- &b *a\n", "has no anchor"), ("- &a x\n- *a b\n", "has no anchor"), ("- &a k\n- {*a : v}\n", "plain text"),
        ("- &a k\n- ? *a\n  : v\n", "plain text"), ("- &a [x]\n- {*a : v, *a : w}\n", "given twice"),
        ("- &a x\n- {<<: *a}\n", "merge a mapping"),
    ])
    func `an alias of nothing, or in the place of a name, is refused`(text: String, expected: String) {
        #expect(message(text)?.contains(expected) == true, "\(message(text) ?? "read")")
    }

    @Test(arguments: [
        ("a: user:*\n", "{a=user:*}"), ("a: x*2\n", "{a=x*2}"), ("a: 'b * c'\n", "{a=b * c}"),
        ("a: 'an *important* b'\n", "{a=an *important* b}"),
        ("# an *important* note\na: b # see *this*\n", "{a=b}"), ("a: \"x *y\"\n'*k': 1\n", "{a=x *y *k=`1`}"),
        ("a: |\n  x *y < 10\n  *z\n", "{a=x *y < 10\n*z\n}"), ("a: x\n  *y\n", "{a=x *y}"), ("a: \u{E000} *b c\n", "{a=\u{E000} *b c}"),
        ("a: \"\\ue000 \\U0000E001\" # *b\n", "{a=\u{E000} \u{E001}}"), ("a: &a 1\nb: 'x *a'\nc: *a\n", "{a=`1` b=x *a c=`1`}"),
        ("a: -*b\n", "{a=-*b}"),
    ])
    func `a star in text is text`(text: String, expected: String) throws {
        #expect(try shown(text) == expected)
        #expect(message("a: **bold**\n")?.contains("not YAML") == true)
    }

    @Test
    func `a bomb of aliases is refused at once`() {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1..<36 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(message(bomb)?.contains("aliases stand for more than 100000 values") == true)
        #expect(message(bomb + "b: {? *a30 : x, ? *a31 : y}\n") != nil)
        var chain = "- &a0 [x]\n"
        for level in 1..<5_000 { chain += "- &a\(level) [*a\(level - 1)]\n" }
        #expect(message(chain)?.contains("nested at most") == true)
        #expect(message("- &a [" + String(repeating: "x, ", count: 1_000) + "]\n" + String(repeating: "- *a\n", count: 200)) != nil)
    }

    @Test
    func `deep nesting and a member given twice are refused`() {
        #expect(message(String(repeating: "[", count: 100_000)) != nil)
        #expect(message(String(repeating: "[", count: 500) + String(repeating: "]", count: 500)) != nil)
        #expect(message(String(repeating: "- ", count: 100_000) + "x") != nil)
        #expect(message(String(repeating: "{a: ", count: 900) + "x" + String(repeating: "}", count: 900)) != nil)
        #expect(message("a: 1\na: 2\n")?.contains("given twice") == true)
        #expect(message("'*a': 1\n'*a': 2\n")?.contains("`*a`") == true)
        #expect(message("") == "the file is empty")
        #expect(message("a: 1\n\u{0}b: 2\n")?.contains("U+0000") == true)
        #expect(message("a: [") != nil)
    }

    @Test
    func `values have the types of YAML 1.2`() throws {
        let node = try FileNode(yaml: "[1, -2, 1.5, yes, true, null, '1', 2026-01-01T00:00:00Z, 1e3, 0x10, .5, +1, 99999999999999999999]")
        guard case .list(let nodes) = node.content else {
            Issue.record("not a list")
            return
        }
        let shown = nodes.map { "\($0.content)" }
        #expect(
            shown == [
                "int(1)", "int(-2)", "double(1.5)", "string(\"yes\")", "bool(true)", "null", "string(\"1\")",
                "string(\"2026-01-01T00:00:00Z\")", "double(1000.0)", "string(\"0x10\")", "double(0.5)", "int(1)", "double(1e+20)",
            ])
    }

    @Test
    func `JSON has the same types, and is not nested without end`() throws {
        let node = try FileNode(json: #"[1, -2, 1.5, true, false, null, "1", {"b": [], "a": 0}, 1.0, 18446744073709551615]"#)
        guard case .list(let nodes) = node.content else {
            Issue.record("not a list")
            return
        }
        let shown = nodes.map { "\($0.content)" }
        #expect(
            shown.prefix(7) == ["int(1)", "int(-2)", "double(1.5)", "bool(true)", "bool(false)", "null", "string(\"1\")"])
        #expect(shown.suffix(2) == ["int(1)", "double(1.8446744073709552e+19)"])
        #expect(throws: FileNode.Unreadable.self) {
            try FileNode(json: String(repeating: "[", count: 60) + String(repeating: "]", count: 60))
        }
        #expect(throws: FileNode.Unreadable.self) { try FileNode(json: String(repeating: "[", count: 100_000)) }
        #expect(throws: FileNode.Unreadable.self) { try FileNode(json: "{") }
    }

    @Test(arguments: [
        (#"{"a": true, "a": false}"#, "1:13 the member `a` is given twice; remove one"),
        ("[1] x", "1:5 remove what follows the end of the value"),
        ("[01]", "1:2 expected a value, found `01`"), ("[1e999]", "1:2 the number `1e999` is too large"),
        ("['a']", "1:2 expected a value, found `'a'`"),
        ("[\"\\ud800\"]", "1:3 half a surrogate pair; write both halves"), ("", "1:1 the text ends where a value is expected; complete it"),
        ("[NaN]", "1:2 expected a value, found `NaN`"), ("// a\n[]", "1:1 expected a value, found `//`"),
    ])
    func `JSON that is not exactly JSON is refused with its place`(text: String, expected: String) {
        do throws(FileNode.Unreadable) {
            _ = try FileNode(json: text)
            Issue.record("read")
        } catch {
            #expect("\(error.line ?? 0):\(error.column ?? 0) \(error.message)" == expected)
            #expect(error.code == "invalid_json")
        }
    }

    @Test(arguments: ["[1,\n 2,\n]", "{\"a\": 1,}", "[,]", "[1,", "{\"a\"}", "{a: 1}", "[1 2]", "\"", "[\u{0}]"])
    func `JSON that is cut off or has a comma too many is refused with a place`(text: String) {
        let error = #expect(throws: FileNode.Unreadable.self) { try FileNode(json: text) }
        #expect(error?.line != nil && error?.column != nil && error?.code == "invalid_json")
    }

    @Test
    func `a file larger than its limit is refused`() {
        let folder = ModelFolder(files: ["store.fga.yaml": String(repeating: "#", count: FileLimits.document + 1)])
        #expect(throws: InvalidModelFile.self) { try StoreFile.read("store.fga.yaml", in: folder) }
    }
}
