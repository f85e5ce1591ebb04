package import Foundation
package import Logging
import NIOCore
import Store
import Tokens

/// Everything `cardea serve` was told, checked.
package struct ServiceConfiguration: Sendable {
    package let dataDirectory: String
    package let listen: ListenAddress
    package let operationsListen: ListenAddress
    package let baseURL: BaseURL
    package let gatewayURL: BaseURL
    package let masterKey: MasterKeySource
    package let logLevel: Logger.Level
    /// Bytes that the graphs of all tenants may take in memory.
    package let graphMemory: Int
    /// How long changes of relationships are kept; nil keeps all of them.
    package let historyRetention: TimeInterval?
    /// Threads that read from connections, answer what can be answered at once, and write.
    package let eventLoops: Int

    /// Flags come before `CARDEA_…` variables, those before the file.
    package init(
        flags: [ServiceSetting: String] = [:], file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InvalidConfiguration) {
        let settings = try Settings(flags: flags.mapValues { [$0] }, environment: environment, file: file)
        dataDirectory = try settings.required(.data, meaning: "the data directory")
        listen = try ListenAddress(parsing: settings.text(.listen) ?? "127.0.0.1:8080")
        operationsListen = try ListenAddress(parsing: settings.text(.operationsListen) ?? "127.0.0.1:8081")
        baseURL = try BaseURL(parsing: settings.text(.baseURL) ?? "http://\(listen)", setting: ServiceSetting.baseURL.names)
        gatewayURL = try BaseURL(parsing: settings.text(.gatewayURL) ?? "http://127.0.0.1:8090", setting: ServiceSetting.gatewayURL.names)
        try Exposure.check(
            listen: listen, url: baseURL, setting: ServiceSetting.baseURL.names, isPlaintextAllowed: try settings.isSet(.allowPlaintext))
        masterKey = try Self.masterKey(settings, dataDirectory: dataDirectory)
        logLevel = try LogLevel.parse(settings.text(.logLevel))
        graphMemory = try settings.integer(.graphMemory, in: (64 << 20)...(1 << 42)) ?? StoreConfiguration.usualGraphBudget
        let days = try settings.integer(.historyDays, in: 0...36_500) ?? 30
        historyRetention = days == 0 ? nil : TimeInterval(days) * 86_400
        eventLoops = try settings.integer(.eventLoops, in: 1...256) ?? Self.usualEventLoops
    }

    /// One processor core is left for what is not done on them: the audit, the log, the framework's tasks. Where they all compete, whoever
    /// loses waits for as long as the system lets one thread run, which is twenty times as long as an answer takes.
    static let usualEventLoops = max(1, System.coreCount - 1)

    private static func masterKey(
        _ settings: Settings<ServiceSetting>, dataDirectory: String
    ) throws(InvalidConfiguration) -> MasterKeySource {
        switch (settings.text(.masterKey), settings.text(.masterKeyFile)) {
        case (.some, .some):
            throw InvalidConfiguration(
                "both `\(ServiceSetting.masterKey.environmentVariable)` and \(ServiceSetting.masterKeyFile.names) are set: keep one of them"
            )
        case (.some(let encoded), nil): return .environment(Secret(encoded))
        case (nil, let path): return .file(path ?? MasterKeySource.defaultFile(in: dataDirectory))
        }
    }
}

/// Reads a level such as `info`.
enum LogLevel {
    static func parse(_ text: String?) throws(InvalidConfiguration) -> Logger.Level {
        guard let text else { return .info }
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let known = Logger.Level.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw InvalidConfiguration("the log level `\(text)` is not known: write one of \(known)")
        }
        return level
    }
}
