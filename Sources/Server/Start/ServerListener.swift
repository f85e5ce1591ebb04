import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// One address a server listens on, with the limits every connection has.
struct ServerListener {
    static let idleTime = TimeAmount.seconds(75)
    static let maximumConnections = 8192

    let address: ListenAddress

    func application<Responder: HTTPResponder>(
        _ responder: Responder, logger: Logger, onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> Application<Responder> where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        // What the framework says about itself is of use only when something is wrong.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            responder: responder,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [HangUpWatcher()],
                    idleTimeout: Self.idleTime,
                    httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                        maxHeaderFieldSize: 32 * 1024, maxHeaderListSize: 64 * 1024, maxHeaderFieldCount: 100))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: nil, backlog: 512,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections, logger: quiet)),
            onServerRunning: onRunning,
            logger: quiet)
    }
}
