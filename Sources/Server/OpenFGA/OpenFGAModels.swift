import API
import Foundation
import Hummingbird
import Permissions
import Store

/// Authorization models.
struct OpenFGAModels: Sendable {
    let authority: Authority
    let gate: OpenFGAGate

    /// The latest model is in force at once. Stored relationships that it does not accept stay and do not count, as OpenFGA has it; the
    /// management API refuses such a model, or removes them by plan.
    @Sendable func write(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.changing(request, exchange)
        let bytes = try await request.jsonBytes(upTo: BodyLimit.management, exchange)
        _ = try JSONValue(parsing: bytes)
        let model = try Model(json: bytes)
        guard !model.typeNames.isEmpty else {
            throw OpenFGAError(.typeDefinitionsTooFew, "define at least one type in `type_definitions`")
        }
        let stored = try await authority.store.writeModel(
            entry.tenant, model, removing: false, keepingInvalid: true, at: authority.clock()
        ).model
        if let administrator = entry.entry {
            try await gate.gate.audit.changed(
                administrator, .model, action: "model.write", resource: "model:\(stored.id)", details: ["interface": "openfga"])
        }
        return try Answer.json(
            JSONValue.object(["authorization_model_id": .string(ModelIdentifier.text(stored))]), status: .created
        ).naming(entry.tenant, stored)
    }

    @Sendable func list(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let query = try OpenFGAQuery(request, ["page_size", "continuation_token"])
        let size = try query.pageSize()
        let page = try await authority.store.models(entry.tenant, after: query["continuation_token"], limit: size)
        let models = try page.items.map { try Self.json($0) }
        return try Answer.json(
            JSONValue.object(["authorization_models": .array(models), "continuation_token": .string(page.next ?? "")])
        ).naming(entry.tenant)
    }

    @Sendable func show(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let stored = try await gate.model(entry.tenant, exchange.segment("model") ?? "")
        return try Answer.json(JSONValue.object(["authorization_model": try Self.json(stored)])).naming(entry.tenant, stored)
    }

    private static func json(_ stored: StoredModel) throws -> JSONValue {
        let text = try Model(parsingEither: stored.source).jsonText()
        guard case .object(var members) = try JSONValue(parsing: Array(text.utf8)) else { return .null }
        members["id"] = .string(ModelIdentifier.text(stored))
        // A model of the management API may have none, and the SDKs insist on the list.
        if members["type_definitions"] == nil { members["type_definitions"] = [] }
        return .object(members)
    }
}
