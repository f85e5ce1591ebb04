import API

/// The credentials and variables of one upstream, from the gateway's environment: `CARDEA_UPSTREAM_<SERVER>_…`.
struct UpstreamEnvironment: Sendable {
    /// What every process needs to run at all; nothing else of the gateway's environment reaches it, least of all its secrets.
    private static let inherited = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER"]

    /// The bearer token for an upstream over HTTP.
    let token: SecretText?
    /// The environment of a process: `CARDEA_UPSTREAM_NOTES_API_KEY` reaches it as `API_KEY`.
    let process: [String: String]

    init(server: String, environment: [String: String]) {
        let prefix = "CARDEA_UPSTREAM_\(server.uppercased().replacing("-", with: "_"))_"
        let own = environment.filter { $0.key.hasPrefix(prefix) && $0.key.utf8.count > prefix.utf8.count }
        token = own[prefix + "TOKEN"].map(SecretText.init)
        var process = environment.filter { Self.inherited.contains($0.key) }
        for (name, value) in own { process[String(name.dropFirst(prefix.count))] = value }
        self.process = process
    }
}
