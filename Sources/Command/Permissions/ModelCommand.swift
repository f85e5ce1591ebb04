import API
import ArgumentParser
import Client

/// `cardea model`.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Show, replace and validate the permission model of a tenant.",
        discussion: """
            A model is written in the OpenFGA modeling language.

            Example:
              cardea model show --tenant acme > acme.fga
              cardea model write acme.fga --tenant acme
            """,
        subcommands: [Show.self, Write.self, Validate.self, ModelTest.self, ModelDiff.self])

    static let maximumSize = 1 << 20

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the model's source.", discussion: "Example:\n  cardea model show --tenant acme")

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let model = try await connection.withService { try await $0.model(tenant: tenant) }
            connection.out.show(model) { $0.source.hasSuffix("\n") ? $0.source : $0.source + "\n" }
        }
    }

    struct Write: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the model; refused when a stored relationship would not fit it.",
            discussion: "Example:\n  cardea model write acme.fga --tenant acme")

        @Argument(help: "The file with the model, `-` for standard input.")
        var file: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let source = try TextInput.read(file, maximumSize: ModelCommand.maximumSize)
            let model = try await connection.withService { try await $0.writeModel(source, tenant: tenant) }
            connection.out.show(model) { "model \($0.id) written\n" }
        }
    }

    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what is wrong with a model, and change nothing.",
            discussion: "Example:\n  cardea model validate acme.fga --tenant acme")

        @Argument(help: "The file with the model, `-` for standard input.")
        var file: String

        @OptionGroup var tenant: TenantOptions
        @OptionGroup var connection: ConnectionOptions

        func run() async throws {
            let tenant = try tenant.id()
            let source = try TextInput.read(file, maximumSize: ModelCommand.maximumSize)
            let validation = try await connection.withService { try await $0.validateModel(source, tenant: tenant) }
            connection.out.show(validation) { validation in
                validation.valid
                    ? "the model is valid\n"
                    : validation.diagnostics.map { "\(file):\($0.line):\($0.column): \(Table.printable($0.message))\n" }.joined()
            }
            if !validation.valid { throw ExitCode.failed }
        }
    }
}
