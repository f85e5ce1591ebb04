import API
import Hummingbird
import Store
import Tokens

/// The OAuth clients of a tenant. A secret is shown once, when it is made; only its hash is kept.
struct ClientEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.post, .clients, create)
        site.on(.get, .clients, list)
        site.on(.get, .client, show)
        site.on(.patch, .client, change)
    }

    @Sendable private func create(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(ClientCreation.self, from: bytes)
        let registration = try ClientRegistration(body)
        let secret = registration.isConfidential ? try authority.random.token("cardea_secret_") : nil
        let client = try await authority.store.createClient(
            entry.tenant, registration.newClient(secretHash: secret.map { sha256($0) }, createdAt: authority.clock()))
        try await gate.audit.changed(
            entry, action: "client.create", resource: "client:\(client.id)",
            details: ["kind": registration.kind.rawValue, "scopes": client.scopes.joined(separator: " ")])
        var answer = ClientBody(client)
        answer.clientSecret = secret.map { SecretText($0.exposed) }
        return try Answer.json(answer, status: .created)
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        _ = try Query(request, known: [])
        return try Answer.json(ListBody(items: try await authority.store.clients(entry.tenant).map(ClientBody.init)))
    }

    @Sendable private func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        return try Answer.json(ClientBody(try await client(exchange, in: entry.tenant)))
    }

    @Sendable private func change(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(DisabledChange.self, from: bytes)
        let client = try await client(exchange, in: entry.tenant)
        let disabledAt = body.disabled ? client.disabledAt ?? authority.clock() : nil
        try await authority.store.setClient(entry.tenant, client.id, disabledAt: disabledAt)
        try await gate.audit.changed(entry, action: body.disabled ? "client.disable" : "client.enable", resource: "client:\(client.id)")
        return try Answer.json(ClientBody(try await self.client(exchange, in: entry.tenant)))
    }

    private func client(_ exchange: Exchange, in tenant: TenantID) async throws -> OAuthClient {
        let text = exchange.segment("id") ?? ""
        guard let id = try? ClientID(text), let client = try await authority.store.client(tenant, id) else {
            throw Refusal(.clientNotFound, "there is no client `\(text)`")
        }
        return client
    }
}

extension ClientBody {
    init(_ client: OAuthClient) {
        self.init(
            id: client.id.rawValue, displayName: client.displayName, kind: Kind(client.kind), redirectURIs: client.redirectURIs,
            grantTypes: client.grantTypes.map(\.rawValue).sorted(), scopes: client.scopes, createdAt: client.createdAt,
            disabledAt: client.disabledAt)
    }
}

extension ClientBody.Kind {
    init(_ kind: ClientKind) {
        self =
            switch kind {
            case .application: .application
            case .agent: .agent
            case .resourceServer: .resourceServer
            }
    }
}
