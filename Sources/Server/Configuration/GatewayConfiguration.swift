import API
import Foundation
package import Logging
package import Tokens

/// Everything `cardea gateway` was told, checked.
package struct GatewayConfiguration: Sendable {
    package let listen: ListenAddress
    package let operationsListen: ListenAddress
    package let service: BaseURL
    /// Whose tokens are accepted: the service's public issuer, which differs from its address when the gateway reaches it by another.
    package let issuer: String
    package let tenant: String
    package let clientID: String
    package let clientSecret: Secret
    package let publicURL: BaseURL
    /// The executables servers behind stdio may be started with; empty means none.
    package let allowedCommands: [String]
    /// The browser origins that may call; empty means none but the gateway's own.
    package let allowedOrigins: [String]
    package let decisionTimeout: Duration
    package let logLevel: Logger.Level

    /// Flags come before `CARDEA_…` variables, those before the file.
    package init(
        flags: [GatewaySetting: String] = [:], allowedCommands: [String] = [], allowedOrigins: [String] = [], file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InvalidConfiguration) {
        var given = flags.mapValues { [$0] }
        given[.allowCommand] = allowedCommands
        given[.allowOrigin] = allowedOrigins
        let settings = try Settings(flags: given, environment: environment, file: file)
        listen = try ListenAddress(parsing: settings.text(.listen) ?? "127.0.0.1:8090")
        operationsListen = try ListenAddress(parsing: settings.text(.operationsListen) ?? "127.0.0.1:8091")
        service = try BaseURL(parsing: settings.text(.service) ?? "http://127.0.0.1:8080", setting: GatewaySetting.service.names)
        tenant = try settings.required(.tenant, meaning: "the tenant")
        issuer = try settings.text(.issuer).map(Self.issuer) ?? service.text + Path.issuer.filled(tenant)
        clientID = try settings.required(.clientID, meaning: "the client id the gateway signs in with")
        clientSecret = try Self.clientSecret(settings)
        publicURL = try BaseURL(parsing: settings.text(.publicURL) ?? "http://\(listen)", setting: GatewaySetting.publicURL.names)
        let isPlaintextAllowed = try settings.isSet(.allowPlaintext)
        try Exposure.check(listen: listen, url: publicURL, setting: GatewaySetting.publicURL.names, isPlaintextAllowed: isPlaintextAllowed)
        guard service.isHTTPS || service.isLoopback || isPlaintextAllowed else {
            throw InvalidConfiguration(
                "\(GatewaySetting.service.names) is `\(service)`: the gateway sends its secret and its callers' tokens there, so write an https "
                    + "address, or accept that with `--allow-plaintext`")
        }
        self.allowedCommands = try Self.absolutePaths(settings.list(.allowCommand))
        self.allowedOrigins = settings.list(.allowOrigin)
        decisionTimeout = try Self.decisionTimeout(settings.text(.decisionTimeout))
        logLevel = try LogLevel.parse(settings.text(.logLevel))
    }

    /// The claim `iss` is compared with it letter by letter, so what can be no issuer (RFC 8414 §2) stops the start: with it every token
    /// would be refused.
    private static func issuer(_ text: String) throws(InvalidConfiguration) -> String {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            parts.host?.isEmpty == false, parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            !text.hasSuffix("/")
        else {
            throw InvalidConfiguration(
                "\(GatewaySetting.issuer.names) is `\(text)`: write the tenant's issuer as `cardea tenant show` prints it, like "
                    + "`https://auth.example.com/t/acme`")
        }
        return text
    }

    private static func clientSecret(_ settings: Settings<GatewaySetting>) throws(InvalidConfiguration) -> Secret {
        switch (settings.text(.clientSecret), settings.text(.clientSecretFile)) {
        case (.some, .some):
            throw InvalidConfiguration(
                "both `\(GatewaySetting.clientSecret.environmentVariable)` and \(GatewaySetting.clientSecretFile.names) are set: keep one of them"
            )
        case (nil, nil):
            throw InvalidConfiguration(
                "the gateway's client has an id but no secret: give a file with \(GatewaySetting.clientSecretFile.names), or set "
                    + "`\(GatewaySetting.clientSecret.environmentVariable)`")
        case (.some(let secret), nil):
            return Secret(secret)
        case (nil, .some(let path)):
            guard let data = FileManager.default.contents(atPath: path), data.count <= 4096 else {
                throw InvalidConfiguration("the client secret file `\(path)` cannot be read")
            }
            let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard !text.isEmpty else { throw InvalidConfiguration("the client secret file `\(path)` is empty") }
            return Secret(text)
        }
    }

    /// A relative path would mean whatever lies in the directory the gateway happens to be started in.
    private static func absolutePaths(_ commands: [String]) throws(InvalidConfiguration) -> [String] {
        for command in commands where !command.hasPrefix("/") {
            throw InvalidConfiguration("\(GatewaySetting.allowCommand.names) is `\(command)`: write the whole path, starting with `/`")
        }
        return commands
    }

    /// Seconds, with a fraction if wanted.
    private static func decisionTimeout(_ text: String?) throws(InvalidConfiguration) -> Duration {
        guard let text else { return .seconds(2) }
        guard let seconds = Double(text), (0.05...30).contains(seconds) else {
            throw InvalidConfiguration("\(GatewaySetting.decisionTimeout.names) is `\(text)`: write seconds between 0.05 and 30")
        }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }
}
