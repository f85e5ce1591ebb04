import API
import Hummingbird
import Store

/// The MCP servers of a tenant. The gateway reads them too, with an access token instead of an administrator's key.
struct ServerEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate
    let bearers: TenantBearer

    func mount(on site: inout Site) {
        site.on(.post, .servers, create)
        site.on(.get, .servers, list)
        site.on(.get, .server, show)
    }

    @Sendable private func create(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(ServerCreation.self, from: bytes)
        let registration = try ServerRegistration(body, tenant: entry.tenant, gatewayURL: authority.gatewayURL)
        let server = try await authority.store.createServer(entry.tenant, registration.newServer(createdAt: authority.clock()))
        try await gate.audit.changed(
            entry, action: "server.create", resource: "server:\(server.name)", details: ["resource_uri": server.resourceURI])
        return try Answer.json(ServerBody(server), status: .created)
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await reader(request, exchange)
        _ = try Query(request, known: [])
        return try Answer.json(ListBody(items: try await authority.store.servers(tenant).map(ServerBody.init)))
    }

    @Sendable private func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let tenant = try await reader(request, exchange)
        let text = exchange.segment("name") ?? ""
        guard let name = try? ServerName(text), let server = try await authority.store.server(tenant, name) else {
            throw Refusal(.serverNotFound, "there is no server `\(text)`")
        }
        return try Answer.json(ServerBody(server))
    }

    private func reader(_ request: Request, _ exchange: Exchange) async throws -> TenantID {
        if request.bearer?.hasPrefix(AdministratorGate.prefix) == false {
            return try await bearers.tenant(request, exchange, scope: API.Scope.readServers)
        }
        return try await gate.enter(request, exchange).tenant
    }
}

extension ServerBody {
    init(_ server: RegisteredServer) {
        self.init(
            name: server.name.rawValue, displayName: server.displayName, resourceURI: server.resourceURI,
            upstream: UpstreamBody(server.upstream), tools: server.tools.map(ToolBody.init), createdAt: server.createdAt)
    }
}

extension UpstreamBody {
    init(_ upstream: Upstream) {
        self =
            switch upstream {
            case .http(let url): .http(url: url)
            case .stdio(let command): .stdio(command: command)
            }
    }
}

extension ToolBody {
    init(_ tool: RegisteredTool) {
        self.init(
            name: tool.name, enabled: tool.enabled,
            resource: tool.resource.map { ToolResourceBody(type: $0.type, idTemplate: $0.idTemplate, action: $0.action) })
    }
}
