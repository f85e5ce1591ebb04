import Permissions
import Testing

/// Each limit of a model is a mistake that names it, and what is just within it is none.
struct ModelLimitTests {
    private func codes(_ read: () throws(InvalidModel) -> Model) -> [String] {
        do throws(InvalidModel) {
            _ = try read()
            return []
        } catch {
            return error.diagnostics.map(\.code)
        }
    }

    private func codes(_ lines: String) -> [String] {
        codes { () throws(InvalidModel) in try Model(parsing: "model\n  schema 1.1\ntype user\n" + lines) }
    }

    private func codes(_ files: [ModuleFile]) -> [String] { codes { () throws(InvalidModel) in try Model(modules: files) } }

    private func condition(parameters: Int) -> String {
        "condition c(\((0..<parameters).map { "p\($0): bool" }.joined(separator: ", "))) {\n  p0\n}\n"
    }

    @Test
    func `a condition has at most 25 parameters, and each once`() {
        #expect(codes(condition(parameters: 25)) == [])
        #expect(codes(condition(parameters: 26)) == ["too_many_parameters"])
        #expect(codes("condition c(x: bool, x: bool) {\n  x\n}\n") == ["duplicate_parameter"])
    }

    @Test
    func `a model has at most 10,000 relations`() {
        func relations(_ count: Int) -> String {
            "type doc\n  relations\n" + (0..<count).map { "    define r\($0): [user]\n" }.joined()
        }
        #expect(codes(relations(10_000)) == [])
        #expect(codes(relations(10_001)) == ["too_many_relations"])
    }

    @Test
    func `a relation accepts at most 1,000 types`() {
        func relation(_ count: Int) -> String {
            let groups = "type group\n  relations\n" + (0..<1_001).map { "    define m\($0): [user]\n" }.joined()
            return groups + "type doc\n  relations\n    define r: [\((0..<count).map { "group#m\($0)" }.joined(separator: ", "))]\n"
        }
        #expect(codes(relation(1_000)) == [])
        #expect(codes(relation(1_001)) == ["too_many_restrictions"])
    }

    @Test
    func `a model has at most 100 modules, each file once and each type extended once in it`() {
        func modules(_ count: Int) -> [ModuleFile] {
            (0..<count).map { ModuleFile(name: "m\($0).fga", text: $0 == 0 ? "module m\ntype user\n" : "module m\($0)\n") }
        }
        #expect(codes(modules(100)) == [])
        #expect(codes(modules(101)) == ["too_many_modules"])
        #expect(codes([modules(1)[0], modules(1)[0]]) == ["duplicate_file"])
        let extensions = "module n\n" + ["a", "b"].map { "extend type user\n  relations\n    define \($0): [user]\n" }.joined()
        #expect(codes(modules(1) + [ModuleFile(name: "n.fga", text: extensions)]) == ["duplicate_extension"])
    }

    @Test
    func `a text of 2 MiB is read, in every form, and a longer one is told so`() {
        let start = "model\n  schema 1.1\ntype user\n#"
        let fitting = start + String(repeating: "-", count: ModelLimits.source - start.utf8.count)
        #expect(ModelLimits.source == 2 * 1024 * 1024)
        #expect(codes { () throws(InvalidModel) in try Model(parsing: fitting) } == [])
        #expect(codes { () throws(InvalidModel) in try Model(parsing: fitting + "-") } == ["model_too_large"])
        let json = #"{"schema_version":"1.1","type_definitions":[{"type":"user"}]}"#
        let padded = Array((json + String(repeating: " ", count: ModelLimits.source - json.utf8.count)).utf8)
        #expect(codes { () throws(InvalidModel) in try Model(json: padded) } == [])
        #expect(codes { () throws(InvalidModel) in try Model(json: padded + [0x20]) } == ["model_too_large"])
        let half = String(repeating: "-", count: ModelLimits.source / 2)
        #expect(codes(["a", "b"].map { ModuleFile(name: "\($0).fga", text: "module \($0)\n#" + half) }) == ["model_too_large"])
    }

    @Test
    func `a model that follows too many parents is refused in time, whatever else is wrong with it`() {
        let types = (0..<100_000).map { "t\($0 % 90)" }.joined(separator: ",")
        let uses = (0..<9_000).map { "    define u\($0): x from p\n" }.joined()
        #expect(codes("type doc\n  relations\n    define p: [\(types)]\n" + uses).last == "more_mistakes")
    }
}
