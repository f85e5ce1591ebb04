import API
import Foundation
import Testing

@testable import Command

@Suite struct `A model to be written` {
    private static let modules = [
        "fga.mod": "schema: '1.2'\ncontents:\n  - core.fga\n  - wiki/pages.fga\n",
        "core.fga": "module core\n\ntype user\n",
        "wiki/pages.fga": "module wiki\n\ntype page\n  relations\n    define owner: [user]\n",
    ]

    @Test func `is sent as it stands when it is one file`() throws {
        let text = "model\n  schema 1.1\n# as it stands\ntype user\n"
        try withDirectory(["acme.fga": text]) { root in
            let read = try ModelInput.read(root + "/acme.fga")
            #expect(read.source == text)
            #expect(read.warnings == nil)
        }
    }

    @Test func `is put together from modules and keeps them`() throws {
        try withDirectory(Self.modules) { root in
            let json = try JSONValue(parsing: Array(try ModelInput.read(root + "/fga.mod").source.utf8))
            guard case .array(let types)? = json["type_definitions"] else {
                Issue.record("the model has no types")
                return
            }
            let page = types.first { $0["type"]?.string == "page" }
            #expect(json["schema_version"]?.string == "1.2")
            #expect(page?["metadata"]?["module"]?.string == "wiki")
            #expect(page?["metadata"]?["source_info"]?["file"]?.string == "wiki/pages.fga")
        }
    }

    @Test func `names file, line and column of each mistake in a module`() throws {
        var broken = Self.modules
        broken["wiki/pages.fga"] = "module wiki\n\ntype page\n  relations\n    define owner: [usr]\n"
        try withDirectory(broken) { root in
            let failure = #expect(throws: Failure.self) { try ModelInput.read(root + "/fga.mod") }
            #expect(failure?.code == "invalid_file")
            #expect(failure?.details == ["\(root)/wiki/pages.fga:5:20: define the type `usr`, or name another one"])
        }
    }

    @Test func `reads no file outside of the directory of its list`() throws {
        let files = ["secret.fga": "module secret\n\ntype user\n", "model/fga.mod": "schema: '1.2'\ncontents:\n  - ../secret.fga\n"]
        try withDirectory(files) { root in
            let failure = #expect(throws: Failure.self) { try ModelInput.read(root + "/model/fga.mod") }
            #expect(failure?.details.first?.contains("without `..`") == true)
        }
    }

    @Test func `is refused when its modules are too long to be sent`() throws {
        try withDirectory(Self.modules) { root in
            let failure = #expect(throws: Failure.self) { try ModelInput.read(root + "/fga.mod", maximumSize: 100) }
            #expect(failure?.code == "too_large")
        }
    }
}
