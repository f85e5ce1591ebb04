/// How the process of a server is started.
struct ProcessLaunch: Sendable {
    let server: String
    let executable: String
    let arguments: [String]
    let environment: [String: String]
    private let isAllowed: Bool

    /// Who may register servers must not thereby run programs: the executable has to be in the gateway's own list, spelled the same.
    init(server: String, command: [String], environment: [String: String], allowedCommands: [String]) {
        self.server = server
        executable = command.first ?? ""
        arguments = Array(command.dropFirst())
        self.environment = environment
        isAllowed = executable.hasPrefix("/") && allowedCommands.contains { $0.utf8.elementsEqual((command.first ?? "").utf8) }
    }

    func check() throws(UpstreamFailure) {
        guard isAllowed else { throw .notAllowed(executable) }
    }
}
