import API
import ArgumentParser
import Client

/// `cardea model`.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Show, replace, validate and test permission models.",
        discussion: """
            A model is written in the OpenFGA modeling language, in its JSON form, or in modules that an `fga.mod` lists. `validate`, `test`,
            `diff`, and `show` of a file need no service.

            Example:
              cardea model show --tenant acme > acme.fga
              cardea model validate acme.fga
              cardea model write acme.fga --tenant acme
              cardea model write fga.mod --tenant acme
            """,
        subcommands: [ModelShow.self, List.self, Write.self, ModelValidate.self, ModelTest.self, ModelDiff.self])

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case dsl, json

        var wire: ModelFormat {
            switch self {
            case .dsl: .dsl
            case .json: .json
            }
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

        @Option(
            help: ArgumentHelp("Do nothing when something was written since this revision, such as a validation's.", valueName: "revision"))
        var ifRevision: UInt64?

        @Argument(help: "The file with the model: `.fga`, `.json` or `fga.mod`; `-` for standard input.")
        var file: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let input = try ModelInput.read(file)
            var model = try await connection.withService {
                try await $0.writeModel(input.source, removing: removing, ifRevision: ifRevision, tenant: tenant)
            }
            model.warnings = input.warnings ?? model.warnings?.map { $0.of(file) }
            connection.out.warn(model.warnings ?? [])
            connection.out.show(model) { model in
                let removed = (model.removed ?? []).map { "  removed \(Table.printable($0))\n" }.joined()
                return "model \(model.id) written (revision \(model.revision ?? 0)), \(model.removedCount ?? 0) relationships removed\n"
                    + removed
            }
        }
    }
}
