import API
import Testing

@testable import Command

@Suite struct `What validation of a model prints` {
    private func text(_ validation: ModelValidation) -> String {
        ModelCommand.Validate.text(validation, file: "acme.fga")
    }

    @Test func `is one line for a model that can be written`() {
        #expect(text(ModelValidation(conflicts: [], conflictCount: 0, revision: 4)) == "the model is valid\n")
    }

    @Test func `is a line with file and place for each fault`() {
        let fault = Diagnostic(line: 3, column: 5, code: "unknown_type", message: "define the type `usr`")
        #expect(text(ModelValidation(diagnostics: [fault])) == "acme.fga:3:5: define the type `usr`\n")
    }

    @Test func `names the relationships in the way and counts the rest`() {
        let printed = text(ModelValidation(conflicts: ["doc:a#owner@user:x", "doc:b#owner@user:x"], conflictCount: 5, revision: 4))
        #expect(printed.contains("does not accept 5 stored relationships:\n  doc:a#owner@user:x\n  doc:b#owner@user:x\n  and 3 more\n"))
        #expect(printed.contains("--removing"))
    }
}
