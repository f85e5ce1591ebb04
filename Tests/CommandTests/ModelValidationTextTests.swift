import API
import Testing

@testable import Command

@Suite struct `What validation of a model prints` {
    private func text(_ validation: ModelValidation) -> String { ModelValidate.text(validation) }

    @Test func `is one line for a model that can be written`() {
        #expect(text(ModelValidation(conflicts: [], conflictCount: 0, revision: 4)) == "the model is valid\n")
    }

    @Test func `is a line with file, place and code for each fault`() {
        let fault = Diagnostic(line: 3, column: 5, code: "unknown_type", message: "define the type `usr`").of("acme.fga")
        let member = Diagnostic(file: "a.json", line: 1, column: 2, code: "invalid_name", message: "change it", path: "a[0].b").of("c")
        let printed = text(ModelValidation(diagnostics: [fault, member]))
        #expect(printed == "acme.fga:3:5: define the type `usr` (unknown_type)\na.json:1:2: `a[0].b`: change it (invalid_name)\n")
    }

    @Test func `names the relationships in the way and counts the rest`() {
        let printed = text(ModelValidation(conflicts: ["doc:a#owner@user:x", "doc:b#owner@user:x"], conflictCount: 5, revision: 4))
        #expect(printed.contains("does not accept 5 stored relationships:\n  doc:a#owner@user:x\n  doc:b#owner@user:x\n"))
        #expect(printed.contains("\n  and 3 more, which --all names\n"))
        #expect(printed.contains("--removing"))
    }
}
