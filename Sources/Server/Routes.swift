import Gateway
import Store

/// The site map of `cardea serve`, top to bottom; each line mounts its own paths.
///
/// Answers the front, which needs to share what the endpoints remember.
func mountService(_ authority: Authority, _ directory: StoreDirectory, _ log: RequestLog, on site: inout Site) -> any HotDesk {
    let audit = Audit(store: authority.store, clock: authority.clock)
    let gate = AdministratorGate(store: authority.store, audit: audit)
    let bearers = TenantBearer(authority: authority)
    // One for every interface: what is bounded is how many snapshots are kept in all.
    let shelf = SnapshotShelf()
    let judge = Judge(authority: authority, credential: SubjectCredential(authority: authority))

    // For everybody: /.well-known/…, /t/{tenant}/jwks
    DiscoveryEndpoints(authority: authority).mount(on: &site)
    // For people: /t/{tenant}/authorize, sign-in, consent
    AuthorizationEndpoints(authority: authority, audit: audit).mount(on: &site)
    // For OAuth clients: /t/{tenant}/token, introspect, revoke
    TokenEndpoints(authority: authority, audit: audit).mount(on: &site)
    // For enforcement points: /t/{tenant}/access/v1/…
    let policy = PolicyEndpoints(authority: authority, judge: judge, shelf: shelf)
    policy.mount(on: &site, gate: gate, bearers: bearers)
    // For OpenFGA's SDKs and command line: /healthz, /stores/…
    let openFGA = OpenFGAEndpoints(authority: authority, gate: gate, directory: directory)
    openFGA.mount(on: &site, policy: policy)

    // For administrators: /api/v1/tenants/…
    TenantEndpoints(authority: authority, gate: gate).mount(on: &site)
    LimitEndpoints(authority: authority, gate: gate).mount(on: &site)
    UserEndpoints(authority: authority, gate: gate).mount(on: &site)
    ClientEndpoints(authority: authority, gate: gate).mount(on: &site)
    ServerEndpoints(authority: authority, gate: gate, bearers: bearers).mount(on: &site)
    ModelEndpoints(authority: authority, gate: gate).mount(on: &site)
    RelationshipEndpoints(authority: authority, gate: gate).mount(on: &site)
    WatchEndpoint(authority: authority, gate: gate).mount(on: &site)
    ImportEndpoint(authority: authority, gate: gate).mount(on: &site)
    ExportEndpoint(authority: authority, gate: gate).mount(on: &site)
    let desk = QuestionDesk(authority: authority, gate: gate, shelf: shelf)
    CheckEndpoint(authority: authority, desk: desk).mount(on: &site)
    CheckManyEndpoint(desk: desk).mount(on: &site)
    ListEndpoints(desk: desk).mount(on: &site)
    ReachEndpoint(desk: desk).mount(on: &site)
    IssuedTokenEndpoints(authority: authority, gate: gate).mount(on: &site)
    AuditEndpoint(authority: authority, gate: gate).mount(on: &site)

    return HotDesks(desks: [EvaluationDesk(authority: authority, judge: judge, log: log), openFGA.desk(log)])
}

/// The site map of the operations listener of `cardea serve`.
func mountOperations(_ authority: Authority, on site: inout Site) {
    OperationsEndpoints(
        metrics: authority.metrics,
        unreadiness: {
            do {
                _ = try await authority.store.administratorCount()
                return nil
            } catch {
                return "the store does not answer"
            }
        },
        gauges: {
            [
                Reading(
                    name: "cardea_audit_queue_length", help: "Audit events that wait to be written.",
                    value: authority.store.auditQueueLength),
                Reading(
                    name: "cardea_steps_waiting", help: "Steps of requests that wait for a thread.", value: authority.workers.waitingCount),
            ]
                + Reading.of(authority.store)
        }
    ).mount(on: &site)
}

/// The site map of `cardea gateway`: the servers of its tenant, and nothing else.
func mountGateway(_ gateway: ToolGateway, tenant: String, on site: inout Site) {
    GatewayEndpoints(gateway: gateway, tenant: tenant).mount(on: &site)
}

/// The site map of the operations listener of `cardea gateway`.
func mountOperations(of gateway: ToolGateway, _ metrics: Metrics, on site: inout Site) {
    OperationsEndpoints(
        metrics: metrics, unreadiness: { gateway.isReady ? nil : "the list of servers has not been fetched yet" }, gauges: { [] }
    ).mount(on: &site)
}
