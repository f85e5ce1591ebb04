import API
import Hummingbird
import Store
import Tokens

/// The users of a tenant.
struct UserEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.post, .users, create)
        site.on(.get, .users, list)
        site.on(.get, .user, show)
        site.on(.patch, .user, change)
    }

    @Sendable private func create(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(UserCreation.self, from: bytes)
        let name = try UserName(body.name)
        let displayName = try DisplayName.checked(body.displayName, or: name.rawValue)
        let password = try Self.password(body.password)
        guard try await authority.store.user(entry.tenant, name) == nil else {
            throw Refusal(.alreadyExists, "the user `\(name)` exists already")
        }
        let hash = try await PasswordWork.hash(password, random: authority.random)
        let user = try await authority.store.createUser(
            entry.tenant,
            NewUser(name: name, displayName: displayName, passwordHash: hash, createdAt: authority.clock()))
        try await gate.audit.changed(entry, action: "user.create", resource: "user:\(name)")
        return try Answer.json(UserBody(user), status: .created)
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        _ = try Query(request, known: [])
        return try Answer.json(ListBody(items: try await authority.store.users(entry.tenant).map(UserBody.init)))
    }

    @Sendable private func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        return try Answer.json(UserBody(try await user(exchange, in: entry.tenant)))
    }

    @Sendable private func change(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        let body = try Wire.decodeStrictly(DisabledChange.self, from: bytes)
        let user = try await user(exchange, in: entry.tenant)
        let disabledAt = body.disabled ? user.disabledAt ?? authority.clock() : nil
        try await authority.store.setUser(entry.tenant, user.name, disabledAt: disabledAt)
        try await gate.audit.changed(entry, action: body.disabled ? "user.disable" : "user.enable", resource: "user:\(user.name)")
        return try Answer.json(UserBody(try await self.user(exchange, in: entry.tenant)))
    }

    private func user(_ exchange: Exchange, in tenant: TenantID) async throws -> User {
        let text = exchange.segment("name") ?? ""
        guard let name = try? UserName(text), let user = try await authority.store.user(tenant, name) else {
            throw Refusal(.userNotFound, "there is no user `\(text)`")
        }
        return user
    }

    /// Long enough to withstand guessing (NIST SP 800-63B §5.1.1.2), short enough to hash.
    private static func password(_ text: SecretText) throws(Refusal) -> Secret {
        guard (8...1024).contains(text.exposed.utf8.count) else {
            throw Refusal(.invalidPassword, "the password has to have 8 to 1024 bytes")
        }
        return Secret(text.exposed)
    }
}

extension UserBody {
    init(_ user: User) {
        self.init(name: user.name.rawValue, displayName: user.displayName, createdAt: user.createdAt, disabledAt: user.disabledAt)
    }
}
