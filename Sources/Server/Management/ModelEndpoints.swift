import API
import Hummingbird
import Permissions
import Store

/// The permission model of a tenant, and those it had before.
struct ModelEndpoints: Sendable {
    let authority: Authority
    let gate: AdministratorGate

    func mount(on site: inout Site) {
        site.on(.get, .model, show)
        site.on(.put, .model, replace)
        site.on(.post, .modelValidation, validate)
        site.on(.get, .models, list)
        site.on(.get, .modelVersion, showVersion)
    }

    @Sendable private func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: ["format"])
        return try Answer.json(try Self.body(try await authority.store.model(entry.tenant), query))
    }

    @Sendable private func showVersion(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: ["format"])
        return try Answer.json(try Self.body(try await authority.store.model(entry.tenant, id: exchange.segment("id") ?? ""), query))
    }

    @Sendable private func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: ["after", "limit"])
        let page = try await authority.store.models(entry.tenant, after: query["after"], limit: try query.limit())
        let items = page.items.map { ModelSummary(id: $0.id, createdAt: $0.createdAt, size: $0.source.utf8.count) }
        return try Answer.json(ListBody(items: items, next: page.next))
    }

    @Sendable private func replace(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let source = try await source(request, exchange)
        let model = try Model(parsingEither: source.source)
        let change = try await authority.store.writeModel(
            entry.tenant, model, removing: source.removing ?? false, onlyAt: source.ifRevision.map(Revision.init(rawValue:)),
            at: authority.clock())
        var details = ["revision": change.revision.description]
        if change.removedCount > 0 {
            details["removed"] = String(change.removedCount)
            details["removed_relationships"] = change.removed.prefix(20).map(\.description).joined(separator: " ")
        }
        try await gate.audit.changed(entry, .model, action: "model.write", resource: "model:\(change.model.id)", details: details)
        var body = ModelBody(change.model)
        body.revision = change.revision.rawValue
        body.removed = change.removed.map(\.description)
        body.removedCount = change.removedCount
        body.warnings = model.warnings.map(Diagnostic.init)
        return try Answer.json(body)
    }

    /// A model that is not valid is an answer here, not an error; so are the relationships that would make a write refused.
    @Sendable private func validate(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.enter(request, exchange)
        let query = try Query(request, known: ["after", "limit"])
        let limit = try query.limit()
        let source = try await source(request, exchange)
        let model: Model
        do throws(InvalidModel) {
            model = try Model(parsingEither: source.source)
        } catch {
            return try Answer.json(ModelValidation(diagnostics: error.diagnostics.map(Diagnostic.init)))
        }
        let plan = try await authority.store.planModel(
            entry.tenant, model, after: query["after"], limit: limit, at: authority.clock())
        var validation = ModelValidation(
            conflicts: plan.conflicts.map(\.description), conflictCount: plan.conflictCount, revision: plan.revision.rawValue,
            next: plan.next)
        validation.warnings = model.warnings.map(Diagnostic.init)
        return try Answer.json(validation)
    }

    private func source(_ request: Request, _ exchange: Exchange) async throws -> ModelSource {
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        return try Wire.decodeStrictly(ModelSource.self, from: bytes)
    }

    /// As it was written, or in the form asked for.
    private static func body(_ stored: StoredModel, _ query: Query) throws -> ModelBody {
        var body = ModelBody(stored)
        switch query["format"] {
        case nil: break
        case "json": body.source = try Model(parsingEither: stored.source).jsonText()
        case "dsl":
            do {
                body.source = try Model(parsingEither: stored.source).dslText()
            } catch let error as UnprintableModel {
                throw Refusal(.invalidModel, "this model has no form in the language: \(error.message); ask for `format=json`")
            }
        case let format?: throw Refusal(.invalidRequest, "`format` is `\(format)`; known are `json` and `dsl`")
        }
        return body
    }
}

extension ModelBody {
    init(_ model: StoredModel) {
        self.init(id: model.id, source: model.source, createdAt: model.createdAt)
    }
}
