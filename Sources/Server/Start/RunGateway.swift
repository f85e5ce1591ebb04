import Gateway
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Runs the gateway until SIGTERM or SIGINT: stops taking requests, finishes those it has, ends the servers it started.
package func runGateway(_ configuration: GatewayConfiguration) async throws {
    let logger = Logger(label: "cardea.gateway") { JSONLogHandler(label: $0, level: configuration.logLevel) }
    let transports = GatewayTransports()
    do {
        try await serve(configuration, transports, logger)
        try await transports.shutdown()
        logger.info("stopped")
    } catch {
        try? await transports.shutdown()
        throw StartFailure.explained(error)
    }
}

private func serve(_ configuration: GatewayConfiguration, _ transports: GatewayTransports, _ logger: Logger) async throws {
    let site = try GatewaySite(configuration, transports: transports, logger: logger)
    let operations = ServerListener(address: configuration.operationsListen).application(site.operations, logger: logger)
    let application = ServerListener(address: configuration.listen).application(site.entrance, logger: logger) { channel in
        logger.info(
            "listening",
            metadata: [
                "address": "\(configuration.listen.host):\(channel.localAddress?.port ?? configuration.listen.port)",
                "operations": "\(configuration.operationsListen)", "public_url": "\(configuration.publicURL)",
                "service": "\(configuration.service)", "tenant": "\(configuration.tenant)",
            ])
    }
    try await runUntilStopped([GatewayLife(gateway: site.gateway), operations, application], logger: logger)
}

/// Keeps the gateway's list of servers fresh for as long as the process runs.
private struct GatewayLife: Service {
    let gateway: ToolGateway

    func run() async throws {
        await cancelWhenGracefulShutdown { await gateway.run() }
    }
}
