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

    @Test(arguments: [
        "a: &a [x]\nb: *a\n", "- &a x\n- *a\n", "? *a\n: b\n", "{\"a\":*b}", "[*a]", "*a : b\n", "a: *a-b\n", "*a", "-\t*a\n",
        "a: !!str *a\n",
    ])
    func `aliases are refused before the file is composed`(text: String) {
        #expect(message(text)?.contains("aliases are refused") == true)
    }

    @Test(arguments: [
        "a: user:*\n", "a: x*2\n", "a: 'b * c'\n", "a: **bold**\n", "a: |\n  define viewer: [user:*, group#member]\n", "a: b\n# a * b\n",
    ])
    func `a star in text is text`(text: String) {
        if text.contains("**bold") {
            #expect(message(text)?.contains("not YAML") == true)
        } else {
            #expect(message(text) == nil)
        }
    }

    @Test
    func `a bomb of aliases, deep nesting and a member given twice are refused`() {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1..<40 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(message(bomb)?.contains("aliases") == true)
        #expect(message(String(repeating: "[", count: 100_000)) != nil)
        #expect(message(String(repeating: "[", count: 500) + String(repeating: "]", count: 500)) != nil)
        #expect(message(String(repeating: "- ", count: 100_000) + "x") != nil)
        #expect(message(String(repeating: "{a: ", count: 900) + "x" + String(repeating: "}", count: 900)) != nil)
        #expect(message("a: 1\na: 2\n")?.contains("given twice") == true)
        #expect(message("") == "the file is empty")
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

    @Test
    func `a file larger than its limit is refused`() {
        let folder = ModelFolder(files: ["store.fga.yaml": String(repeating: "#", count: FileLimits.document + 1)])
        #expect(throws: InvalidModelFile.self) { try StoreFile.read("store.fga.yaml", in: folder) }
    }
}
