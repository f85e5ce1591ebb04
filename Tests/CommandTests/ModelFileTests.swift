import ArgumentParser
import Foundation
import Testing

@testable import Command

@Suite struct `Tests of store files` {
    private static let model = "model: |\n  model\n    schema 1.1\n  type user\n  type doc\n    relations\n      define viewer: [user]\n"
    private static let files = [
        "good.fga.yaml": model + "tests:\n  - check:\n      - {user: user:a, object: doc:1, assertions: {viewer: false}}\n",
        "wrong.fga.yaml": model + "tests:\n  - name: t\n    check:\n      - {user: user:a, object: doc:1, assertions: {viewer: true}}\n",
        "invalid.fga.yaml": model + "colour: red\n",
    ]

    private func outcomes(_ names: [String]) throws -> (text: String, outcomes: [StoreFileOutcome]) {
        try withDirectory(Self.files) { root in
            let outcomes = names.map { StoreFileOutcome(of: "\(root)/\($0)", now: Date()) }
            return (StoreFileOutcome.text(outcomes).replacingOccurrences(of: root + "/", with: ""), outcomes)
        }
    }

    @Test func `go on behind a file that is not valid, and end with a sum`() throws {
        let (text, outcomes) = try outcomes(["invalid.fga.yaml", "missing.fga.yaml", "wrong.fga.yaml", "good.fga.yaml"])
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 8)
        guard lines.count == 8 else { return }
        #expect(lines[0].hasPrefix("invalid.fga.yaml:8:9: `colour`: remove or correct `colour`"))
        #expect(lines[1] == "invalid.fga.yaml: not valid; correct what is named")
        #expect(lines[2].hasPrefix("missing.fga.yaml:1:1: the file cannot be read"))
        #expect(lines[4].hasPrefix("wrong.fga.yaml: t: check user:a viewer doc:1: expected true, got false"))
        #expect(lines[5] == "wrong.fga.yaml: 0 of 1 assertions hold")
        #expect(lines[7] == "4 files: 1 of 2 assertions hold; 2 of them not valid")
        #expect(outcomes.map(\.isValid) == [false, false, true, true])
        #expect(Output.json(outcomes).contains("\"code\" : \"unknown_member\""))
    }

    @Test func `have no sum for one file`() throws {
        #expect(try outcomes(["good.fga.yaml"]).text == "good.fga.yaml: 1 of 1 assertions hold\n")
    }

    @Test func `end with the status of what is worst`() async throws {
        for (names, status) in [(["good"], nil), (["good", "wrong"], 1), (["invalid", "wrong"], 3)] as [([String], Int32?)] {
            let directory = FileManager.default.temporaryDirectory.appendingPathComponent("cardea-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: directory) }
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            for (name, text) in Self.files { try Data(text.utf8).write(to: directory.appendingPathComponent(name)) }
            let command = try ModelTest.parse(names.map { directory.appendingPathComponent($0 + ".fga.yaml").path })
            var found: Int32?
            do {
                try await command.run()
            } catch {
                found = Ending(error, format: .table).exitStatus
            }
            #expect(found == status)
        }
    }
}

@Suite struct `A model of a file` {
    @Test func `is printed in the form asked for`() throws {
        let language = "model\n  schema 1.1\n\ntype user\n"
        try withDirectory(["acme.fga": "# mine\n" + language]) { root in
            let model = try ModelInput.model(root + "/acme.fga")
            #expect(try ModelShow.source(of: model, nil, file: "acme.fga") == "# mine\n" + language)
            let json = try ModelShow.source(of: model, .json, file: "acme.fga")
            #expect(json.hasPrefix("{") && json.contains("\"schema_version\""))
            try Data(json.utf8).write(to: URL(fileURLWithPath: root + "/acme.json"))
            #expect(try ModelShow.source(of: try ModelInput.model(root + "/acme.json"), .dsl, file: "acme.json") == language)
        }
    }

    @Test func `has no tenant and no id`() {
        #expect(throws: (any Error).self) { try ModelShow.parse(["acme.fga", "--tenant", "acme"]) }
        #expect(throws: (any Error).self) { try ModelShow.parse(["acme.fga", "--id", "3"]) }
    }
}
