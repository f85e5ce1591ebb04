import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// One address a server listens on, with the limits every connection has.
struct ServerListener {
    static let idleTime = TimeAmount.seconds(75)
    static let maximumConnections = 8192
    /// Connections that may wait to be taken: those of many clients that come back at the same moment. The system may allow fewer.
    static let backlog = 4096
    /// Connections taken in one turn of a loop. It comes to the listening socket once while it serves all busy connections: with few at a
    /// time, those of many clients wait for seconds.
    private static let acceptedPerTurn: UInt = 128

    let address: ListenAddress

    /// `front` answers the endpoints that are asked most; nil leaves everything to the framework.
    func application<Responder: HTTPResponder>(
        _ responder: Responder, loops: (any EventLoopGroup)? = nil, logger: Logger, front: Front? = nil,
        onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> Application<Responder> where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        // What the framework says about itself is of use only when something is wrong.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            responder: responder,
            server: server(front),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: nil, backlog: Self.backlog,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections, logger: quiet)),
            onServerRunning: { channel in
                try? await channel.setOption(.maxMessagesPerRead, value: Self.acceptedPerTurn).get()
                await onRunning(channel)
            },
            eventLoopGroupProvider: loops.map(EventLoopGroupProvider.shared) ?? .singleton,
            logger: quiet)
    }

    private func server(_ front: Front?) -> HTTPServerBuilder {
        let limits = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: RequestHead.maximumFieldLength, maxHeaderListSize: RequestHead.maximumLength,
            maxHeaderFieldCount: RequestHead.maximumFieldCount)
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [HangUpWatcher()], idleTimeout: front == nil ? Self.idleTime : nil, httpDecoderConfiguration: limits)
        guard let front else { return .http1(configuration: configuration) }
        return HTTPServerBuilder { responder in
            FrontedChannel(
                framework: HTTP1Channel(responder: responder, configuration: configuration), front: front, idleTime: Self.idleTime)
        }
    }
}
