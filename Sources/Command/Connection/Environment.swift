import Foundation

/// The environment variables the command line reads; an empty one counts as unset.
struct Environment {
    var variables: [String: String]

    static var process: Environment { Environment(variables: ProcessInfo.processInfo.environment) }

    private subscript(name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    var service: String? { self["CARDEA_SERVICE"] }
    var credentials: String? { self["CARDEA_CREDENTIALS"] }
    var tenant: String? { self["CARDEA_TENANT"] }

    /// Where credentials are when nobody says otherwise.
    var defaultCredentials: String {
        let configuration = self["XDG_CONFIG_HOME"] ?? "\(self["HOME"] ?? ".")/.config"
        return "\(configuration)/cardea/credentials.json"
    }
}
