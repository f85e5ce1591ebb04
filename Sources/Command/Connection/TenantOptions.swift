import ArgumentParser

/// Which tenant the command is about.
struct TenantOptions: ParsableArguments {
    @Option(name: .customLong("tenant"), help: ArgumentHelp("The tenant. Else CARDEA_TENANT.", valueName: "tenant"))
    var chosen: String?

    /// The tenant's id; not to name one is wrong usage.
    func id(_ environment: Environment = .process) throws -> String {
        guard let id = chosen ?? environment.tenant else {
            throw ValidationError("no tenant: name one with --tenant or CARDEA_TENANT")
        }
        return id
    }
}
