import API
import Hummingbird
import OAuth
import Permissions
import Store

/// Tenants: made by administrators of the instance, seen by each administrator as far as it may.
struct TenantEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.post, .tenants, create)
        site.on(.get, .tenants, list)
        site.on(.get, .tenant, show)
    }

    @Sendable private func create(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let administrator = try await gate.administrator(request)
        guard administrator.tenant == nil else {
            throw Refusal(.forbidden, "only an administrator of the whole instance may create tenants")
        }
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(TenantCreation.self, from: bytes)
        let id = try TenantID(body.id)
        let displayName = try DisplayName.checked(body.displayName, or: id.rawValue)
        let tenant = try await authority.store.createTenant(
            NewTenant(
                id: id, displayName: displayName, signingKey: try authority.keys.newSigningKey(for: id),
                model: try Model(parsing: Model.builtInSource), createdAt: authority.clock()))
        let entry = Entry(administrator: administrator, tenant: id, requestID: exchange.requestID)
        try await gate.audit.changed(entry, action: "tenant.create", resource: "tenant:\(id)")
        return try Answer.json(self.body(of: tenant), status: .created)
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let administrator = try await gate.administrator(request)
        _ = try Query(request, known: [])
        let tenants = try await authority.store.tenants().filter { administrator.tenant == nil || administrator.tenant == $0.id }
        return try Answer.json(ListBody(items: tenants.map(body)))
    }

    @Sendable private func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        guard let tenant = try await authority.store.tenant(entry.tenant) else { throw Refusal.tenantNotFound(entry.tenant.rawValue) }
        return try Answer.json(body(of: tenant))
    }

    private func body(of tenant: Tenant) -> TenantBody {
        TenantBody(
            id: tenant.id.rawValue, displayName: tenant.displayName, issuer: authority.issuer(tenant.id), createdAt: tenant.createdAt)
    }
}
