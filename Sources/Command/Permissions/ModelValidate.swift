import API
import ArgumentParser
import Client
import ModelFiles

/// `cardea model validate`: reads the model here, and asks the service only what it has stored.
struct ModelValidate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Say what is wrong with a model, and change nothing.",
        discussion: """
            Names each fault with its file, line, column and code; nothing is asked of a service. With --tenant (not with CARDEA_TENANT alone), or with an
            option that says how to reach the service, it names for a model without faults also the stored relationships that it does not accept, which
            `cardea model write` would refuse or, with --removing, delete: the first twenty, or with --all each of them. What is probably not meant is a
            warning on standard error. The exit status is 0 when the model could be written as it is.

            Example:
              cardea model validate acme.fga
              cardea model validate fga.mod --output json
              cardea model validate acme.fga --tenant acme
              cardea model validate acme.fga --tenant acme --all
            """)

    @Argument(help: "The file with the model: `.fga`, `.json` or `fga.mod`; `-` for standard input.")
    var file: String

    @Flag(help: "Name all stored relationships that the model does not accept, not the first twenty.")
    var all = false

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    /// A tenant that only the environment names is not asked about, as that needs a key which not everybody has who writes models.
    var asksService: Bool { tenant.chosen != nil || connection.service != nil || connection.credentials != nil }

    func run() async throws {
        let tenant = asksService ? try tenant.id() : nil
        var (validation, input) = try validated()
        if let input, let tenant { validation = try await compared(input, tenant: tenant) }
        connection.out.warn(validation.warnings ?? [])
        connection.out.show(validation, Self.text)
        if !validation.valid || validation.hasConflicts { throw ExitCode.failed }
    }

    /// What the model says for itself, and what a service can be asked about when it is valid.
    func validated() throws -> (validation: ModelValidation, input: ModelInput?) {
        switch try ModelInput.parse(file) {
        case .failure(let error): return (ModelValidation(diagnostics: error.problems.map(Diagnostic.init)), nil)
        case .success(let model):
            let input = ModelInput(model, path: file)
            return (ModelValidation(warnings: input.warnings ?? []), input)
        }
    }

    private static let shownLimit = 20

    private func compared(_ input: ModelInput, tenant: String) async throws -> ModelValidation {
        try input.checkSize(file)
        var validation = try await connection.withService { [all] service in
            var found = try await service.validateModel(input.source, tenant: tenant, limit: all ? 1_000 : Self.shownLimit)
            while all, let next = found.next {
                let more = try await service.validateModel(input.source, tenant: tenant, after: next, limit: 1_000)
                found.conflicts = (found.conflicts ?? []) + (more.conflicts ?? [])
                found.next = more.next
            }
            return found
        }
        validation.diagnostics = validation.diagnostics.map { $0.of(file) }
        validation.warnings = input.warnings
        return validation
    }

    static func text(_ validation: ModelValidation) -> String {
        guard validation.valid else { return Table.printable(lines: validation.diagnostics.map(\.text)) }
        guard validation.hasConflicts, let count = validation.conflictCount else { return "the model is valid\n" }
        let shown = validation.conflicts ?? []
        let lines = shown.map { "  \(Table.printable($0))\n" }.joined()
        let more = count > shown.count ? "  and \(count - shown.count) more, which --all names\n" : ""
        return "the model is valid, but does not accept \(count) stored relationships:\n" + lines + more
            + "delete them, or write it with --removing\n"
    }
}
