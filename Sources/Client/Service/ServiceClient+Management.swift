public import API
import HTTPTypes

// Tenants and users.
extension ServiceClient {
    public func createTenant(_ tenant: TenantCreation) async throws -> TenantBody {
        try await send(.post, Path.tenants.filled(), tenant, idempotent: false)
    }

    public func tenant(_ id: String) async throws -> TenantBody {
        try await get(Path.tenant.filled(id))
    }

    public func tenants() async throws -> [TenantBody] {
        try await all(Path.tenants.filled())
    }

    /// What questions of the tenant may cost.
    public func limits(tenant: String) async throws -> LimitsBody {
        try await get(Path.limits.filled(tenant))
    }

    /// Replaces them; a limit that is left out is set back to its default.
    public func setLimits(_ limits: LimitsBody, tenant: String) async throws -> LimitsBody {
        try await send(.put, Path.limits.filled(tenant), limits, idempotent: true)
    }

    public func createUser(_ user: UserCreation, tenant: String) async throws -> UserBody {
        try await send(.post, Path.users.filled(tenant), user, idempotent: false)
    }

    public func user(_ name: String, tenant: String) async throws -> UserBody {
        try await get(Path.user.filled(tenant, name))
    }

    public func users(tenant: String) async throws -> [UserBody] {
        try await all(Path.users.filled(tenant))
    }

    public func setUser(_ name: String, disabled: Bool, tenant: String) async throws -> UserBody {
        try await send(.patch, Path.user.filled(tenant, name), DisabledChange(disabled: disabled), idempotent: true)
    }
}

// OAuth clients.
extension ServiceClient {
    /// The answer is the only one that ever contains the client's secret.
    public func createClient(_ client: ClientCreation, tenant: String) async throws -> ClientBody {
        try await send(.post, Path.clients.filled(tenant), client, idempotent: false)
    }

    public func client(_ id: String, tenant: String) async throws -> ClientBody {
        try await get(Path.client.filled(tenant, id))
    }

    public func clients(tenant: String) async throws -> [ClientBody] {
        try await all(Path.clients.filled(tenant))
    }

    public func setClient(_ id: String, disabled: Bool, tenant: String) async throws -> ClientBody {
        try await send(.patch, Path.client.filled(tenant, id), DisabledChange(disabled: disabled), idempotent: true)
    }
}

// MCP servers.
extension ServiceClient {
    public func createServer(_ server: ServerCreation, tenant: String) async throws -> ServerBody {
        try await send(.post, Path.servers.filled(tenant), server, idempotent: false)
    }

    public func server(_ name: String, tenant: String) async throws -> ServerBody {
        try await get(Path.server.filled(tenant, name))
    }

    public func servers(tenant: String) async throws -> [ServerBody] {
        try await all(Path.servers.filled(tenant))
    }
}

// Models.
extension ServiceClient {
    /// The model in force, as it was written or in the form asked for.
    public func model(as format: ModelFormat? = nil, tenant: String) async throws -> ModelBody {
        try await get(Path.model.filled(tenant), query: Self.query(format))
    }

    /// One model of the tenant, in force or not.
    public func model(id: String, as format: ModelFormat? = nil, tenant: String) async throws -> ModelBody {
        try await get(Path.modelVersion.filled(tenant, id), query: Self.query(format))
    }

    /// The models of the tenant, newest first.
    public func models(tenant: String) async throws -> [ModelSummary] {
        try await all(Path.models.filled(tenant))
    }

    /// Puts a model in force. With `removing`, relationships that it does not accept are deleted with it; with `ifRevision` nothing is
    /// done when something was written since.
    public func writeModel(
        _ source: String, removing: Bool = false, ifRevision: UInt64? = nil, tenant: String
    ) async throws -> ModelBody {
        let body = ModelSource(source: source, removing: removing ? true : nil, ifRevision: ifRevision)
        return try await send(.put, Path.model.filled(tenant), body, idempotent: ifRevision == nil)
    }

    /// With a page of the relationships that a valid model does not accept, behind that of the cursor.
    public func validateModel(
        _ source: String, tenant: String, after cursor: String? = nil, limit: Int = 100
    ) async throws -> ModelValidation {
        var query = [(name: "limit", value: String(limit))]
        if let cursor { query.append(("after", cursor)) }
        return try await send(.post, Path.modelValidation.filled(tenant), ModelSource(source: source), query: query, idempotent: true)
    }

    private static func query(_ format: ModelFormat?) -> [(name: String, value: String)] {
        format.map { [("format", $0.rawValue)] } ?? []
    }
}

// Tokens and audit.
extension ServiceClient {
    public func revokeTokens(_ revocation: TokenRevocation, tenant: String) async throws -> RevokedCount {
        try await send(.post, Path.tokenRevocation.filled(tenant), revocation, idempotent: true)
    }

    public func inspectToken(_ token: SecretText, tenant: String) async throws -> IntrospectionBody {
        try await send(.post, Path.tokenInspection.filled(tenant), TokenInspection(token: token), idempotent: true)
    }

    /// One page of the audit, newest first.
    public func auditEvents(_ query: AuditQuery, tenant: String) async throws -> AuditPage {
        try await get(Path.audit.filled(tenant), query: query.parameters)
    }
}

extension ServiceClient {
    /// The most pages that are read for one list, so that a cursor that never ends is not followed for ever.
    static let maximumPages = 1000

    /// Every item of a list, page after page.
    private func all<Item: Codable & Sendable>(_ path: String) async throws -> [Item] {
        var page: ListBody<Item> = try await get(path)
        var items = page.items
        for _ in 1..<Self.maximumPages {
            guard let next = page.next else { return items }
            page = try await get(path, query: [("after", next)])
            items += page.items
        }
        throw ClientError.invalidResponse(status: 200, reason: "the list has more than \(Self.maximumPages) pages")
    }
}
