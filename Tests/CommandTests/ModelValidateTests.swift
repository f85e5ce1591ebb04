import API
import ArgumentParser
import Foundation
import Testing

@testable import Command

@Suite struct `Validation of a model without a service` {
    private static let unused = "condition late(now: timestamp) {\n  now > timestamp('2026-01-01T00:00:00Z')\n}\n"

    private func validation(_ file: String, _ files: [String: String]) throws -> ModelValidation {
        let name = files.count == 1 ? "" : "modules/"
        return try withDirectory(files) { root in
            var found = try ModelValidate.parse([root + "/" + name + file]).validated().validation
            for index in found.diagnostics.indices {
                found.diagnostics[index].file = found.diagnostics[index].file?.replacingOccurrences(of: root + "/", with: "")
            }
            return found
        }
    }

    @Test func `names every mistake of the language with its place and code`() throws {
        let text = "model\n  schema 1.1\ntype user\ntype page\n  relations\n    define owner: [usr]\n    define editor: ownr\n"
        let found = try validation("acme.fga", ["acme.fga": text])
        #expect(!found.valid)
        #expect(found.diagnostics.map { "\($0.file ?? ""):\($0.line):\($0.column)" } == ["acme.fga:6:20", "acme.fga:7:20"])
        #expect(found.diagnostics.allSatisfy { !$0.code.isEmpty })
    }

    @Test func `names mistakes of JSON with the member`() throws {
        let text = #"{"schema_version": "1.1", "type_definitions": [{"type": "user"}, {"type": "a b"}]}"#
        let found = try validation("acme.json", ["acme.json": text])
        #expect(found.diagnostics.map(\.path) == ["type_definitions[1].type"])
    }

    @Test func `names mistakes of modules and of their list in the same form`() throws {
        let modules = [
            "modules/fga.mod": "schema: '1.2'\ncontents:\n  - core.fga\n  - gone.fga\n",
            "modules/core.fga": "module core\n\ntype page\n  relations\n    define owner: [usr]\n",
        ]
        let found = try validation("fga.mod", modules)
        #expect(
            found.diagnostics.map(\.text) == [
                "modules/fga.mod:4:5: `gone.fga`: the file cannot be read; check that it exists and may be read (file_unreadable)",
                "modules/core.fga:5:20: define the type `usr`, or name another one (invalid_type)",
            ])
        let list = try validation("fga.mod", ["modules/fga.mod": "schema: '1.1'\nfiles: []\n", "modules/core.fga": ""])
        #expect(list.diagnostics.map(\.code) == ["unknown_member", "invalid_value", "missing_member"])
    }

    @Test func `finds what is probably not meant`() throws {
        let found = try validation("acme.fga", ["acme.fga": "model\n  schema 1.1\ntype user\n" + Self.unused])
        #expect(found.valid)
        #expect(found.warnings?.map(\.code) == ["condition_not_used"])
        let json = Output.json(found)
        #expect(json.contains("\"warnings\"") && json.contains("\"diagnostics\" : [\n\n  ]"))
    }

    @Test func `is a failure for a file that is not there`() throws {
        for name in ["missing.fga", "missing.mod"] {
            let failure = #expect(throws: Failure.self) { _ = try validation(name, ["acme.fga": ""]) }
            #expect(failure?.code == "file_unreadable")
        }
    }

    @Test func `asks a service only when one is named`() throws {
        #expect(try !ModelValidate.parse(["acme.fga"]).asksService)
        #expect(try ModelValidate.parse(["acme.fga", "--tenant", "acme"]).asksService)
        #expect(try ModelValidate.parse(["acme.fga", "--service", "http://127.0.0.1:1"]).asksService)
        #expect(try ModelValidate.parse(["acme.fga", "--credentials", "key.json"]).asksService)
    }
}
