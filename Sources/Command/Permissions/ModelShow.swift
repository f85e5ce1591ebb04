import API
import ArgumentParser
import Client
import Permissions

/// `cardea model show`: what a tenant has, or a file in another form.
struct ModelShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a model's source, of a tenant or of a file.",
        discussion: """
            With a file nothing is asked of a service, and --format turns the modeling language, JSON and modules into JSON or the modeling
            language. Comments are lost on the way, and the modeling language has no place for modules.

            Example:
              cardea model show --tenant acme
              cardea model show --format json --id 3 --tenant acme
              cardea model show acme.fga --format json > acme.json
              cardea model show fga.mod --format dsl
            """)

    @Argument(help: "A file to print instead of the tenant's model: `.fga`, `.json` or `fga.mod`; `-` for standard input.")
    var file: String?

    @Option(help: ArgumentHelp("An earlier model instead of the one in force.", valueName: "id"))
    var id: String?

    @Option(help: "Print it in this form instead of as it was written: dsl or json.")
    var format: ModelCommand.Form?

    @OptionGroup var tenant: TenantOptions
    @OptionGroup var connection: ConnectionOptions

    /// A model of a file, which has no id and no time.
    struct Converted: Encodable {
        let source: String
    }

    func validate() throws {
        guard file == nil || (id == nil && tenant.chosen == nil) else {
            throw ValidationError("name either a file, or a tenant and perhaps an --id")
        }
    }

    func run() async throws {
        if let file {
            let converted = Converted(source: try Self.source(of: try ModelInput.model(file), format, file: file))
            return connection.out.show(converted) { Self.text($0.source) }
        }
        let tenant = try tenant.id()
        let model = try await connection.withService { service in
            guard let id else { return try await service.model(as: format?.wire, tenant: tenant) }
            return try await service.model(id: id, as: format?.wire, tenant: tenant)
        }
        connection.out.show(model) { Self.text($0.source) }
    }

    private static func text(_ source: String) -> String { source.utf8.last == UInt8(ascii: "\n") ? source : source + "\n" }

    static func source(of model: Model, _ format: ModelCommand.Form?, file: String) throws -> String {
        switch format {
        case nil: return model.source
        case .json: return model.jsonText()
        case .dsl:
            do throws(UnprintableModel) {
                return try model.dslText()
            } catch {
                throw Failure(
                    code: error.code.rawValue, message: "`\(file)` has no form in the language: \(error.message)",
                    next: "ask for --format json")
            }
        }
    }
}
