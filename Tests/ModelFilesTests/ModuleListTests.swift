import Foundation
import Permissions
import Testing

@testable import ModelFiles

/// OpenFGA's cases for `fga.mod`.
struct ModuleListTests {
    @Test
    func `each public case is read, or refused at the same places`() throws {
        guard let cases = try PublicFiles.json("openfga-language/fga-mod-transformer-cases.json") as? [[String: Any]] else { return }
        for testCase in cases {
            let name = testCase["name"] as? String ?? ""
            let expected = testCase["expected_errors"] as? [[String: Any]] ?? []
            do {
                let list = try ModuleList(parsing: testCase["modFile"] as? String ?? "")
                #expect(expected.isEmpty, "\(name)")
                #expect(list.entries.map { "\($0.line):\($0.column) \($0.path)" } == entries(testCase), "\(name)")
            } catch {
                #expect(error.problems.map { "\($0.line ?? 0):\($0.column ?? 0)" } == expected.map { place($0) }, "\(name): \(error)")
            }
        }
        print("openfga-language fga.mod: \(cases.count) cases")
        #expect(cases.count == 9)
    }

    private func place(_ json: [String: Any]) -> String {
        let line = (json["line"] as? [String: Any])?["start"] as? Int ?? -1
        let column = (json["column"] as? [String: Any])?["start"] as? Int ?? -1
        return "\(line + 1):\(column + 1)"
    }

    private func entries(_ testCase: [String: Any]) -> [String] {
        let data = Data((testCase["json"] as? String ?? "").utf8)
        let json = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
        let contents = (json?["contents"] as? [String: Any])?["value"] as? [[String: Any]] ?? []
        return contents.map { "\(place($0)) \($0["value"] ?? "")" }
    }

    @Test
    func `modules on disk become one model, and their mistakes name the file`() throws {
        let files = [
            "model/fga.mod": "schema: '1.2'\ncontents:\n  - core.fga\n  - wiki/pages.fga\n",
            "model/core.fga": "module core\n\ntype user\n",
            "model/wiki/pages.fga": "module wiki\n\ntype page\n  relations\n    define owner: [user]\n",
        ]
        try withDirectory(files) { root in
            let model = try Model(file: "model/fga.mod", in: ModelFolder(directory: root))
            #expect(model.moduleNames == ["core", "wiki"])
            #expect(model.relationNames(of: "page") == ["owner"])
        }
        var broken = files
        broken["model/wiki/pages.fga"] = "module wiki\n\ntype page\n  relations\n    define owner: [usr]\n"
        broken["model/fga.mod"] = "schema: '1.2'\ncontents:\n  - core.fga\n  - wiki/pages.fga\n  - missing.fga\n"
        let undefined = "model/wiki/pages.fga:5:20: define the type `usr`, or name another one"
        let missing = "model/fga.mod:5:5: `missing.fga`: the file does not exist"
        #expect(problems("model/fga.mod", broken) == [missing, undefined])
        broken["model/missing.fga"] = "module more\n"
        #expect(problems("model/fga.mod", broken) == [undefined])
        broken["model/wiki/pages.fga"] = files["model/wiki/pages.fga"]
        broken["model/missing.fga"] = nil
        #expect(problems("model/fga.mod", broken) == [missing])
    }

    private func problems(_ file: String, _ files: [String: String]) -> [String] {
        do {
            _ = try Model(file: file, in: ModelFolder(files: files))
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}
