import API
import Hummingbird
import Store
import Tokens

/// An administrator whose key has been found.
struct AuthenticatedAdministrator: Sendable {
    let name: String
    /// The only tenant it may touch; nil is an administrator of the whole instance.
    let tenant: TenantID?

    /// How the audit calls it.
    var subject: String { "administrator:\(name)" }
}

/// Lets in administrators, each to its own tenants.
struct AdministratorGate: Sendable {
    static let prefix = "cardea_admin_"

    let store: Store
    let audit: Audit

    /// Whoever holds a known key; everybody else is answered 401 without a word why.
    func administrator(_ request: Request) async throws -> AuthenticatedAdministrator {
        guard let key = request.bearer, let administrator = try await administrator(key: key) else { throw Refusal.unauthenticated }
        return administrator
    }

    /// Nil for a credential that is no administrator key. The key is looked up by its hash, so time tells nothing about it.
    func administrator(key: String) async throws -> AuthenticatedAdministrator? {
        guard key.hasPrefix(Self.prefix), key.utf8.count <= 128 else { return nil }
        guard let found = try await store.administrator(secretHash: sha256(key)) else { return nil }
        return AuthenticatedAdministrator(name: found.name, tenant: found.tenant)
    }

    /// The administrator and the tenant of the path. Another's tenant looks exactly like one that does not exist.
    func enter(_ request: Request, _ exchange: Exchange) async throws -> Entry {
        let administrator = try await administrator(request)
        let text = exchange.segment("tenant") ?? ""
        guard let tenant = try? TenantID(text) else { throw Refusal.tenantNotFound(text) }
        if let own = administrator.tenant, own != tenant {
            try await audit.refused(administrator, reach: tenant, requestID: exchange.requestID)
            throw Refusal.tenantNotFound(text)
        }
        guard try await store.tenant(tenant) != nil else { throw Refusal.tenantNotFound(text) }
        return Entry(administrator: administrator, tenant: tenant, requestID: exchange.requestID)
    }
}

/// One administrator at work in one tenant.
struct Entry: Sendable {
    let administrator: AuthenticatedAdministrator
    let tenant: TenantID
    let requestID: String
}
