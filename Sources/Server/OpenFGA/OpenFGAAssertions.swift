import API
import Hummingbird
import Permissions
import Store

/// The assertions that are kept beside a model, for its tests.
struct OpenFGAAssertions: Sendable {
    static let maximumCount = 100
    /// OpenFGA's 64,000 bytes of protocol buffers, which are up to four times as many in JSON.
    static let maximumLength = 256_000
    static let maximumContextualTuples = 20

    let authority: Authority
    let gate: OpenFGAGate

    @Sendable func read(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.asking(request, exchange)
        let stored = try await gate.model(entry.tenant, exchange.segment("model") ?? "")
        let text = try await authority.store.assertions(entry.tenant, model: stored.id)
        let assertions = try JSONValue(parsing: Array((text ?? "[]").utf8))
        return try Answer.json(
            JSONValue.object(["authorization_model_id": .string(ModelIdentifier.text(stored)), "assertions": assertions])
        ).naming(entry.tenant, stored)
    }

    @Sendable func write(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.changing(request, exchange)
        let stored = try await gate.model(entry.tenant, exchange.segment("model") ?? "")
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.management, exchange))
        let given = try body.list("assertions")
        guard given.count <= Self.maximumCount else {
            throw OpenFGAError(.assertionsTooManyItems, "a model has at most \(Self.maximumCount) assertions")
        }
        let model = try Model(parsingEither: stored.source)
        let assertions = try given.map { try Self.checked($0, model) }
        let text = String(decoding: try Wire.encode(JSONValue.array(assertions)), as: UTF8.self)
        guard text.utf8.count <= Self.maximumLength else {
            throw OpenFGAError(.exceededEntityLimit, "The number of bytes exceeds the allowed limit of \(Self.maximumLength)")
        }
        try await authority.store.writeAssertions(entry.tenant, model: stored.id, text)
        if let administrator = entry.entry {
            try await gate.gate.audit.changed(
                administrator, .model, action: "assertions.write", resource: "model:\(stored.id)",
                details: ["interface": "openfga", "count": String(assertions.count)])
        }
        return Response(status: .noContent).naming(entry.tenant, stored)
    }

    /// The assertion as it is kept, with the names that answers have.
    private static func checked(_ assertion: JSONValue, _ model: Model) throws -> JSONValue {
        let body = try OpenFGARequest(assertion, what: "an assertion")
        guard let tuple = try body.object("tuple_key") else { throw OpenFGAError(.validationError, "an assertion needs a `tuple_key`") }
        let key = try tuple.key()
        guard model.typeNames.contains(key.object.type) else {
            throw OpenFGAError(.validationError, "type '\(key.object.type)' not found")
        }
        guard model.defines(relation: key.relation, on: key.object.type) else {
            throw OpenFGAError(.validationError, "relation '\(key.object.type)#\(key.relation)' not found")
        }
        guard model.typeNames.contains(key.subject.type) else {
            throw OpenFGAError(.validationError, "type '\(key.subject.type)' not found")
        }
        if let name = key.subject.relation, !model.defines(relation: name, on: key.subject.type) {
            throw OpenFGAError(.validationError, "relation '\(key.subject.type)#\(name)' not found")
        }
        var members: [String: JSONValue] = [
            "tuple_key": JSONValue(tuple: Relationship(object: key.object, relation: key.relation, subject: key.subject)),
            "expectation": .bool(try body.flag("expectation")),
        ]
        let contextual = try contextual(body, model)
        if !contextual.isEmpty { members["contextual_tuples"] = .array(contextual.map { JSONValue(tuple: $0) }) }
        if let context = try body.object("context") { members["context"] = context.json }
        return .object(members)
    }

    private static func contextual(_ body: OpenFGARequest, _ model: Model) throws -> [Relationship] {
        let tuples = try body.contextual()
        guard tuples.count <= maximumContextualTuples else {
            throw OpenFGAError(.validationError, "an assertion has at most \(maximumContextualTuples) contextual tuples")
        }
        for tuple in tuples {
            if let refusal = model.refusal(of: tuple) { throw OpenFGAError(.validationError, refusal.message) }
        }
        return tuples
    }
}
