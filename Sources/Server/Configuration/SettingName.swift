/// The settings one command knows.
///
/// The raw value is the key in the configuration file; the environment variable is `CARDEA_` and the same in capitals.
protocol SettingName: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
    /// Settings that are secrets: they come from the environment or a file of their own, never from the configuration file.
    static var onlyFromEnvironment: Set<Self> { get }
    /// Settings with several values: an array in the file, separated by commas in the environment.
    static var lists: Set<Self> { get }
}

extension SettingName {
    var environmentVariable: String { "CARDEA_" + rawValue.uppercased() }

    /// What a message calls the setting, by each name a person may have used.
    var names: String { "`--\(rawValue.replacing("_", with: "-"))` (`\(environmentVariable)`)" }
}

/// What `cardea serve` can be told.
package enum ServiceSetting: String, SettingName {
    case data, listen
    case operationsListen = "operations_listen"
    case baseURL = "base_url"
    case gatewayURL = "gateway_url"
    case masterKey = "master_key"
    case masterKeyFile = "master_key_file"
    case logLevel = "log_level"
    case allowPlaintext = "allow_plaintext"
    case graphMemory = "graph_memory"
    case historyDays = "history_days"
    case eventLoops = "event_loops"

    static let onlyFromEnvironment: Set<ServiceSetting> = [.masterKey]
    static let lists: Set<ServiceSetting> = []
}

/// What `cardea gateway` can be told.
package enum GatewaySetting: String, SettingName {
    case listen
    case operationsListen = "operations_listen"
    case service, issuer, tenant
    case clientID = "client_id"
    case clientSecret = "client_secret"
    case clientSecretFile = "client_secret_file"
    case publicURL = "public_url"
    case allowCommand = "allow_command"
    case allowOrigin = "allow_origin"
    case decisionTimeout = "decision_timeout"
    case logLevel = "log_level"
    case allowPlaintext = "allow_plaintext"

    static let onlyFromEnvironment: Set<GatewaySetting> = [.clientSecret]
    static let lists: Set<GatewaySetting> = [.allowCommand, .allowOrigin]
}
