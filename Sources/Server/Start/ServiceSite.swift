import Foundation
import Hummingbird
import Logging
import OAuth
import Permissions
import Store
import Tokens

/// The two listeners of the service, ready to run: everything is wired here and nowhere else.
struct ServiceSite: Sendable {
    let authority: Authority
    let table: RouteTable
    let entrance: Entrance
    let operations: Entrance
    /// Answers evaluations before the framework.
    let front: Front

    init(_ configuration: ServiceConfiguration, store: Store, logger: Logger) async throws {
        let masterKey = try configuration.masterKey.load(mayCreate: try await store.tenants().isEmpty, random: .system) {
            logger.notice("\($0)")
        }
        self.init(
            store: store, masterKey: masterKey, baseURL: configuration.baseURL, gatewayURL: configuration.gatewayURL,
            log: RequestLog(level: configuration.logLevel, source: "cardea.service", write: StandardError.writeSoon), random: .system,
            clock: { Date() })
        try await authority.checkMasterKey()
    }

    init(
        store: Store, masterKey: MasterKey, baseURL: BaseURL, gatewayURL: BaseURL, log: RequestLog, random: RandomSource,
        clock: @escaping @Sendable () -> Date, frontMilliseconds: Int = CheckLimits.millisecondsAtOnce
    ) {
        let keys = KeyRing(store: store, masterKey: masterKey, random: random)
        let server = AuthorizationServer(store: store, keys: keys, baseURL: baseURL.text, clock: clock, random: random)
        let authority = Authority(
            store: store, keys: keys, authorizationServer: server,
            bearers: BearerAuthenticator(store: store, keys: keys, issuer: server.issuer, clock: clock), baseURL: baseURL,
            gatewayURL: gatewayURL, metrics: Metrics(), frontMilliseconds: frontMilliseconds, random: random, clock: clock)
        self.authority = authority
        let directory = StoreDirectory(store: store)
        var site = Site(workers: authority.workers, ownerOfStore: directory.recall)
        let desk = mountService(authority, directory, log, on: &site)
        table = site.table
        entrance = Entrance(site, metrics: authority.metrics, log: log, isHTTPS: baseURL.isHTTPS, clock: clock)
        front = Front(desk: desk, responses: HotResponse(isHTTPS: baseURL.isHTTPS), log: log)
        var operations = Site()
        mountOperations(authority, on: &operations)
        self.operations = Entrance(operations, metrics: Metrics(), log: log.forOperations, isHTTPS: false, clock: clock)
    }
}
