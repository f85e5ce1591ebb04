import API
import ArgumentParser
import Client

/// `cardea model`.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Show, replace and validate the permission model of a tenant.",
        discussion: """
            A model is written in the OpenFGA modeling language, in its JSON form, or in modules that an `fga.mod` lists.

            Example:
              cardea model show --tenant acme > acme.fga
              cardea model write acme.fga --tenant acme
              cardea model write fga.mod --tenant acme
            """,
        subcommands: [Show.self, List.self, Write.self, Validate.self, ModelTest.self, ModelDiff.self])

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case dsl, json

        var wire: ModelFormat {
            switch self {
            case .dsl: .dsl
            case .json: .json
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the model's source.",
            discussion: "Example:\n  cardea model show --tenant acme\n  cardea model show --format json --id 3 --tenant acme")

        @Option(help: ArgumentHelp("An earlier model instead of the one in force.", valueName: "id"))
        var id: String?

        @Option(help: "Print it in this form instead of as it was written: dsl or json.")
        var format: Form?

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let model = try await connection.withService { service in
                guard let id else { return try await service.model(as: format?.wire, tenant: tenant) }
                return try await service.model(id: id, as: format?.wire, tenant: tenant)
            }
            connection.out.show(model) { $0.source.hasSuffix("\n") ? $0.source : $0.source + "\n" }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models the tenant has had, newest first.", discussion: "Example:\n  cardea model list --tenant acme")

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let models = try await connection.withService { try await $0.models(tenant: tenant) }
            connection.out.show(models) { models in
                Table(
                    head: ["ID", "CREATED", "BYTES"], rows: models.map { [$0.id, Wire.text(of: $0.createdAt), String($0.size)] }
                ).text
            }
        }
    }

    struct Write: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the model; refused when a stored relationship would not fit it.",
            discussion: """
                The modules that an `fga.mod` lists are put together here and written as one model, in the JSON form, which keeps the module
                and the file of everything.

                Example:
                  cardea model write acme.fga --tenant acme
                  cardea model write fga.mod --tenant acme
                  cardea model write acme.fga --removing --tenant acme
                """)

        @Flag(help: "Delete the relationships that the model does not accept.")
        var removing = false

        @Argument(help: "The file with the model: `.fga`, `.json` or `fga.mod`; `-` for standard input.")
        var file: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let source = try ModelInput.read(file)
            let model = try await connection.withService { try await $0.writeModel(source, removing: removing, tenant: tenant) }
            connection.out.show(model) { model in
                let removed = (model.removed ?? []).map { "  removed \(Table.printable($0))\n" }.joined()
                return "model \(model.id) written (revision \(model.revision ?? 0)), \(model.removedCount ?? 0) relationships removed\n"
                    + removed
            }
        }
    }

    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with a model, and change nothing.",
            discussion: """
                Names each fault with its place, and for a model without faults the stored relationships that it does not accept, which
                `cardea model write` would refuse or, with --removing, delete. The exit status is 0 when it could be written as it is.

                Example:
                  cardea model validate acme.fga --tenant acme
                  cardea model validate fga.mod --tenant acme
                """)

        @Argument(help: "The file with the model: `.fga`, `.json` or `fga.mod`; `-` for standard input.")
        var file: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let source = try ModelInput.read(file)
            let validation = try await connection.withService { try await $0.validateModel(source, tenant: tenant) }
            connection.out.show(validation) { Self.text($0, file: file) }
            if !validation.valid || validation.hasConflicts { throw ExitCode.failed }
        }

        static func text(_ validation: ModelValidation, file: String) -> String {
            guard validation.valid else {
                return validation.diagnostics.map { "\(file):\($0.line):\($0.column): \(Table.printable($0.message))\n" }.joined()
            }
            guard validation.hasConflicts, let count = validation.conflictCount else { return "the model is valid\n" }
            let shown = validation.conflicts ?? []
            let lines = shown.map { "  \(Table.printable($0))\n" }.joined()
            let more = count > shown.count ? "  and \(count - shown.count) more\n" : ""
            return "the model is valid, but does not accept \(count) stored relationships:\n" + lines + more
                + "delete them, or write it with --removing\n"
        }
    }
}
