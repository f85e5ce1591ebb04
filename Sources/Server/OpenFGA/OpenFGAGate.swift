import API
import HTTPTypes
import Hummingbird
import OAuth
import Permissions
import Store
import Tokens

/// Somebody at work in one store.
struct OpenFGAEntry: Sendable {
    let tenant: TenantID
    /// Nil for a program that holds an access token: it may ask and not change.
    let administrator: AuthenticatedAdministrator?
    let requestID: String

    var entry: Entry? {
        administrator.map { Entry(administrator: $0, tenant: tenant, requestID: requestID) }
    }
}

/// Lets in administrator keys, which OpenFGA's clients send as their API token, and access tokens for questions.
struct OpenFGAGate: Sendable {
    let authority: Authority
    let gate: AdministratorGate
    let directory: StoreDirectory
    let models: ModelsInForce

    /// Whoever may ask questions in the store of the path.
    func asking(_ request: Request, _ exchange: Exchange) async throws -> OpenFGAEntry {
        try Self.requireCredential(request)
        guard let bearer = request.bearer else { throw Refusal.unauthenticated }
        let id = exchange.segment("store") ?? ""
        if bearer.hasPrefix(AdministratorGate.prefix) { return try await changing(request, exchange) }
        guard let tenant = try await directory.tenant(id) else { throw Refusal.unauthenticated }
        let claims = try await claims(of: bearer, tenant)
        guard claims.scope.contains(API.Scope.evaluate) else {
            throw Refusal(.forbidden, "the access token lacks the scope `\(API.Scope.evaluate)`")
        }
        return OpenFGAEntry(tenant: tenant, administrator: nil, requestID: exchange.requestID)
    }

    private static func requireCredential(_ request: Request) throws(OpenFGAError) {
        guard request.headers[.authorization] != nil else {
            throw OpenFGAError(.bearerTokenMissing, "send a credential as `Authorization: Bearer …`")
        }
    }

    private func claims(of token: String, _ tenant: TenantID) async throws(Refusal) -> AccessTokenClaims {
        do throws(BearerAuthenticator.Refusal) {
            return try await authority.bearers.authenticate(tenant, token: token, audience: authority.issuer(tenant))
        } catch {
            throw error == .unavailable ? Refusal(.unavailable, "the access token cannot be checked just now: try again") : .unauthenticated
        }
    }

    /// An administrator. A program with a good access token is told that this is not for it, everybody else to authenticate.
    func administrator(_ request: Request) async throws -> AuthenticatedAdministrator {
        try Self.requireCredential(request)
        guard let bearer = request.bearer, !bearer.hasPrefix(AdministratorGate.prefix), let tenant = issuer(of: bearer),
            try await authority.store.tenant(tenant) != nil
        else { return try await gate.administrator(request) }
        _ = try await claims(of: bearer, tenant)
        throw OpenFGAError(.forbidden, "an access token may ask questions only: this needs an administrator key")
    }

    /// Whose a token says it is; its signature has the last word.
    private func issuer(of token: String) -> TenantID? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]), let json = try? JSONValue(parsing: payload),
            let issuer = json["iss"]?.string, let name = issuer.split(separator: "/").last, let tenant = try? TenantID(String(name))
        else { return nil }
        return authority.issuer(tenant) == issuer ? tenant : nil
    }

    /// Administrators of the store of the path; another's store looks like one that does not exist.
    func changing(_ request: Request, _ exchange: Exchange) async throws -> OpenFGAEntry {
        let administrator = try await administrator(request)
        guard let tenant = try await directory.tenant(exchange.segment("store") ?? "") else {
            throw OpenFGAError(.storeNotFound, "Store ID not found")
        }
        if let own = administrator.tenant, own != tenant {
            try await gate.audit.refused(administrator, reach: tenant, requestID: exchange.requestID)
            throw OpenFGAError(.storeNotFound, "Store ID not found")
        }
        return OpenFGAEntry(tenant: tenant, administrator: administrator, requestID: exchange.requestID)
    }

    /// The graph under the model that was asked for, and that model's id; without one the model in force.
    func graph(_ tenant: TenantID, model id: String) async throws -> (graph: Graph, model: StoredModel) {
        let store = authority.store
        let present = try await store.graph(tenant)
        let inForce = try await models.find(tenant, present, in: store)
        if id.isEmpty || id == ModelIdentifier.text(inForce) { return (present, inForce) }
        let model = try await model(tenant, id)
        return (try await store.graph(tenant, model: model.id), model)
    }

    func model(_ tenant: TenantID, _ id: String) async throws -> StoredModel {
        let missing = OpenFGAError(.authorizationModelNotFound, "Authorization Model '\(id.prefix(64))' not found")
        guard let number = ModelIdentifier.number(id) else {
            throw OpenFGAError(.validationError, "`\(id.prefix(64))` is not the id of an authorization model")
        }
        let model: StoredModel
        do {
            model = try await authority.store.model(tenant, id: number)
        } catch StoreError.notFound {
            throw missing
        }
        guard ModelIdentifier.text(model) == id else { throw missing }
        return model
    }
}
