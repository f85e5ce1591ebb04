import Foundation
import Testing

@testable import Permissions

/// OpenFGA's cases of models made of modules.
struct ModuleSuiteTests {
    private static let root = "openfga-language/transformer-module"

    private func text(_ path: String) throws -> String {
        String(
            decoding: try Data(contentsOf: try #require(PublicSuite.folder).appendingPathComponent("\(Self.root)/\(path)")), as: UTF8.self)
    }

    private func files(_ folder: String) throws -> [ModuleFile] {
        try (PublicSuite.files(in: "\(Self.root)/\(folder)/module") ?? []).map { name in
            ModuleFile(name: name, text: try text("\(folder)/module/\(name)"))
        }
    }

    private func canonical(_ json: String) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary)
    }

    /// Types and relations follow the order of the files, which upstream's expected JSON does not keep.
    private func sorted(_ model: NSDictionary) -> NSDictionary {
        var model = model as? [String: Any] ?? [:]
        let types = model["type_definitions"] as? [[String: Any]] ?? []
        model["type_definitions"] = types.sorted { ($0["type"] as? String ?? "") < ($1["type"] as? String ?? "") }
        return model as NSDictionary
    }

    private static let merged = ["00-simple-module", "02-module-with-extends"]
    private static let listed = merged + ["06-complex-module"]
    private static let mistaken = [
        "01-module-with-errors", "03-module-with-more-errors", "04-module-with-even-more-errors", "05-module-with-relation-errors",
    ]

    @Test
    func `every public case of modules is compared`() throws {
        guard let folders = try PublicSuite.files(in: Self.root) else { return }
        #expect(folders == (Self.listed + Self.mistaken).sorted())
        let (merged, listed, mistaken) = (Self.merged.count, Self.listed.count, Self.mistaken.count)
        print("openfga-language modules: \(folders.count) cases: \(merged) merged, \(listed) listed, \(mistaken) with mistakes")
        #expect(folders.count == 7)
    }

    @Test(arguments: merged)
    func `modules are merged and printed as upstream does`(folder: String) throws {
        guard PublicSuite.folder != nil else { return }
        let model = try Model(modules: files(folder))
        let expected = try text("\(folder)/authorization-model.json")
        #expect(try sorted(canonical(model.jsonText())) == sorted(canonical(expected)))
        let read = try Model(json: Array(expected.utf8))
        for model in [model, read, try Model(parsingEither: model.source)] {
            #expect(try model.dslText() == text("\(folder)/combined.fga"))
            #expect(try model.dslText(showsOrigins: true) == text("\(folder)/combined-sourceinfo.fga"))
        }
    }

    @Test(arguments: listed)
    func `the names of the modules can be listed`(folder: String) throws {
        guard PublicSuite.folder != nil else { return }
        let model = try Model(json: Array(text("\(folder)/authorization-model.json").utf8))
        let expected = try JSONSerialization.jsonObject(with: Data(text("\(folder)/expected_modules.json").utf8)) as? [String]
        #expect(model.moduleNames == expected)
        #expect(try sorted(canonical(model.jsonText())) == sorted(canonical(text("\(folder)/authorization-model.json"))))
    }

    @Test(arguments: mistaken)
    func `every mistake is named with its file and place`(folder: String) throws {
        guard PublicSuite.folder != nil else { return }
        let files = try files(folder)
        var found: [ModelDiagnostic] = []
        do {
            _ = try Model(modules: files)
        } catch {
            found = error.diagnostics
        }
        found += ModelValidator.validate(ModuleMerger.merge(files).syntax).warnings
        let errors = try JSONSerialization.jsonObject(with: Data(text("\(folder)/expected_errors.json").utf8)) as? [[String: Any]] ?? []
        #expect(found.map { "\($0.file ?? ""):\($0.line):\($0.column) \($0.code)" }.sorted() == errors.map(expected).sorted())
    }

    private func expected(_ error: [String: Any]) -> String {
        let line = (error["line"] as? [String: Any])?["start"] as? Int ?? -1
        let column = (error["column"] as? [String: Any])?["start"] as? Int ?? -1
        let message = error["msg"] as? String ?? ""
        var code = ((error["metadata"] as? [String: Any])?["errorType"] as? String ?? "").replacingOccurrences(of: "-", with: "_")
        if error["type"] as? String == "syntax" { code = "syntax_error" }
        if message == "file is not a module" { code = "not_a_module" }
        if message.hasPrefix("duplicate condition") { code = "duplicate_condition" }
        if message.hasPrefix("extended type") { code = "extended_type_missing" }
        if message.contains("already exists on type") { code = "relation_already_defined" }
        return "\(error["file"] ?? ""):\(line + 1):\(column + 1) \(code)"
    }
}
