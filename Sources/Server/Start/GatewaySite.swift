import API
import Client
import Foundation
import Gateway
import Hummingbird
import Logging
import Tokens

/// The two listeners of the gateway, ready to run.
struct GatewaySite: Sendable {
    let gateway: ToolGateway
    let entrance: Entrance
    let operations: Entrance

    init(_ configuration: GatewayConfiguration, transports: GatewayTransports, logger: Logger) throws {
        var settings = GatewaySettings(
            tenant: configuration.tenant, issuer: configuration.issuer, publicURL: configuration.publicURL.text)
        settings.allowedOrigins = configuration.allowedOrigins
        settings.allowedCommands = configuration.allowedCommands
        settings.environment = ProcessInfo.processInfo.environment
        settings.decisionTimeout = configuration.decisionTimeout
        let service = RemoteAuthorizationService(client: try transports.client(configuration), tenant: configuration.tenant)
        let upstreams = UpstreamPool(transport: transports.upstreams, settings: settings, logger: logger)
        let gateway = ToolGateway(settings: settings, service: service, upstreams: upstreams, logger: logger)
        let log = RequestLog(level: configuration.logLevel, source: "cardea.gateway", write: StandardError.writeSoon)
        self.init(
            gateway, tenant: configuration.tenant, isHTTPS: configuration.publicURL.isHTTPS, callers: Set(configuration.allowedOrigins),
            log: log)
    }

    init(_ gateway: ToolGateway, tenant: String, isHTTPS: Bool, callers: Set<String>, log: RequestLog) {
        self.gateway = gateway
        let metrics = Metrics()
        var site = Site()
        mountGateway(gateway, tenant: tenant, on: &site)
        entrance = Entrance(site, metrics: metrics, log: log, isHTTPS: isHTTPS, callers: callers, clock: { Date() })
        var operations = Site()
        mountOperations(of: gateway, metrics, on: &operations)
        self.operations = Entrance(operations, metrics: Metrics(), log: log.forOperations, isHTTPS: false, clock: { Date() })
    }
}

/// The connections of the gateway: one pool to the service, one to the servers behind it, so that a slow server cannot use up the first.
struct GatewayTransports: Sendable {
    let service = HTTPTransport()
    let upstreams = HTTPTransport(limits: HTTPTransport.Limits(idleTimeout: .seconds(300)))

    func client(_ configuration: GatewayConfiguration) throws(InvalidConfiguration) -> ServiceClient {
        guard let address = ServiceAddress(configuration.service.text) else {
            throw InvalidConfiguration("`\(configuration.service)` is not an address of a service")
        }
        let credentials = ClientCredentials(
            tenant: configuration.tenant, clientID: configuration.clientID,
            clientSecret: SecretText(configuration.clientSecret.exposed), scopes: [API.Scope.evaluate, API.Scope.readServers])
        return ServiceClient(
            address: address, credential: .clientCredentials(credentials), transport: service,
            limits: ServiceClient.Limits(timeout: .seconds(10)))
    }

    func shutdown() async throws {
        try await upstreams.shutdown()
        try await service.shutdown()
    }
}
