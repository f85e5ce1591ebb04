import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import OAuth
import ServiceLifecycle
import Store
import Tokens
import UnixSignals

/// Runs the service until SIGTERM or SIGINT: stops taking requests, answers those it has, writes the audit, closes the store.
package func runService(_ configuration: ServiceConfiguration) async throws {
    let logger = Logger(label: "cardea.service") { JSONLogHandler(label: $0, level: configuration.logLevel) }
    try DataDirectory.prepare(configuration.dataDirectory)
    let store = try await Store.open(StoreConfiguration(configuration, logger))
    do {
        try await serve(configuration, store, logger)
        try await store.close()
        logger.info("stopped")
    } catch {
        try? await store.close()
        throw StartFailure.explained(error)
    }
}

extension StoreConfiguration {
    fileprivate init(_ configuration: ServiceConfiguration, _ logger: Logger) {
        self.init(
            directory: configuration.dataDirectory, graphBudget: configuration.graphMemory,
            historyRetention: configuration.historyRetention,
            onProgress: { progress in
                logger.info(
                    progress.isComplete ? "loaded" : "loading",
                    metadata: ["tenant": "\(progress.tenant)", "relationships": "\(progress.relationshipCount)"])
            },
            onUpkeep: { logger.log($0) })
    }
}

extension Logger {
    fileprivate func log(_ report: UpkeepReport) {
        switch report {
        case .deletedExpired(let tenant, let count, let revision):
            info("deleted expired relationships", metadata: ["tenant": "\(tenant)", "count": "\(count)", "revision": "\(revision)"])
        case .prunedHistory(let tenant, let revision):
            info("pruned history", metadata: ["tenant": "\(tenant)", "through": "\(revision)"])
        case .failed(let reason): warning("upkeep failed", metadata: ["reason": "\(reason)"])
        }
    }
}

private func serve(_ configuration: ServiceConfiguration, _ store: Store, _ logger: Logger) async throws {
    let site = try await ServiceSite(configuration, store: store, logger: logger)
    let loops = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoops)
    let operations = ServerListener(address: configuration.operationsListen).application(site.operations, loops: loops, logger: logger)
    let listener = ServerListener(address: configuration.listen)
    let application = listener.application(site.entrance, loops: loops, logger: logger, front: site.front) { channel in
        logger.info(
            "listening",
            metadata: [
                "address": "\(configuration.listen.host):\(channel.localAddress?.port ?? configuration.listen.port)",
                "operations": "\(configuration.operationsListen)", "base_url": "\(configuration.baseURL)",
            ])
    }
    do {
        try await runUntilStopped([operations, application], logger: logger)
    } catch {
        try? await loops.shutdownGracefully()
        throw error
    }
    try await loops.shutdownGracefully()
}

/// Long enough for answers under way; a stream that is still open after it is cut.
private let drainTime = Duration.seconds(8)

func runUntilStopped(_ services: [any Service], logger: Logger) async throws {
    // A log that nobody reads any more is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .error)
    var group = ServiceGroupConfiguration(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    group.maximumGracefulShutdownDuration = drainTime
    defer { StandardError.flush() }
    try await ServiceGroup(configuration: group).run()
}

/// Says what to do about failures that are the machine's, not the program's.
enum StartFailure {
    static func explained(_ error: any Error) -> any Error {
        guard let error = error as? IOError else { return error }
        switch error.errnoCode {
        case EADDRINUSE:
            return InvalidConfiguration("an address to listen on is in use already: stop what uses it, or choose another with `--listen`")
        case EACCES:
            return InvalidConfiguration("listening is not permitted: choose a port above 1023 with `--listen`")
        case EADDRNOTAVAIL:
            return InvalidConfiguration("an address to listen on is not of this machine: correct `--listen`")
        default: return error
        }
    }
}
