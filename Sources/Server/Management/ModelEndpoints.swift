import API
import Hummingbird
import Permissions
import Store

/// The permission model of a tenant.
struct ModelEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.get, .model, show)
        site.on(.put, .model, replace)
        site.on(.post, .modelValidation, validate)
    }

    @Sendable private func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        return try Answer.json(ModelBody(try await authority.store.model(entry.tenant)))
    }

    @Sendable private func replace(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let model = try Model(parsing: try await source(request, exchange))
        let stored = try await authority.store.writeModel(entry.tenant, model, at: authority.clock())
        try await gate.audit.changed(entry, .model, action: "model.write", resource: "model:\(stored.id)")
        return try Answer.json(ModelBody(stored))
    }

    /// A model that is not valid is an answer here, not an error.
    @Sendable private func validate(_ request: Request, _ exchange: Exchange) async throws -> Response {
        _ = try await gate.enter(request, exchange)
        let source = try await source(request, exchange)
        return try Answer.json(ModelValidation(diagnostics: Self.diagnostics(of: source)))
    }

    private static func diagnostics(of source: String) -> [Diagnostic] {
        do throws(InvalidModel) {
            _ = try Model(parsing: source)
            return []
        } catch {
            return error.diagnostics.map(Diagnostic.init)
        }
    }

    private func source(_ request: Request, _ exchange: Exchange) async throws -> String {
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        return try Wire.decodeStrictly(ModelSource.self, from: bytes).source
    }
}

extension ModelBody {
    init(_ model: StoredModel) {
        self.init(id: model.id, source: model.source, createdAt: model.createdAt)
    }
}
