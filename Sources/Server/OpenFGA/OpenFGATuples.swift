import API
import Foundation
import Hummingbird
import Permissions
import Store

/// Read, write and changes.
struct OpenFGATuples: Sendable {
    static let maximumWrites = 100

    let authority: Authority
    let gate: OpenFGAGate

    /// Writes and deletes, all or none of them. A model that is named alone says what may be written, as OpenFGA has it: what the one in
    /// force does not accept stays and does not count.
    @Sendable func write(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.changing(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.management, exchange))
        let (writes, deletes) = (try body.object("writes"), try body.object("deletes"))
        let created = try (writes?.list("tuple_keys") ?? []).map { try OpenFGARequest($0, what: "a tuple key").relationship() }
        let deleted = try (deletes?.list("tuple_keys") ?? []).map { try OpenFGARequest($0, what: "a tuple key").key() }
        try check(created, deleted)
        let modelID = try body.text("authorization_model_id")
        let named = modelID.isEmpty ? nil : try await gate.graph(entry.tenant, model: modelID).graph.model
        let mode = WriteMode(
            onDuplicate: try Self.answer(try writes?.text("on_duplicate") ?? "", "on_duplicate"),
            onMissing: try Self.answer(try deletes?.text("on_missing") ?? "", "on_missing"))
        let updates = deleted.map(RelationshipUpdate.delete) + created.map(RelationshipUpdate.create)
        let revision: Revision
        do {
            revision = try await authority.store.write(
                entry.tenant, updates: updates, mode: mode, under: named, at: authority.clock())
        } catch {
            throw Self.explained(error, updates)
        }
        try await record(created, deleted, revision, entry)
        return try Answer.json(JSONValue.object([:])).naming(entry.tenant)
    }

    private func check(_ created: [Relationship], _ deleted: [RelationshipKey]) throws(OpenFGAError) {
        let count = created.count + deleted.count
        guard count > 0 else {
            throw OpenFGAError(.invalidWriteInput, "Invalid input. Make sure you provide at least one write, or at least one delete")
        }
        guard count <= Self.maximumWrites else {
            throw OpenFGAError(.exceededEntityLimit, "The number of write operations exceeds the allowed limit of \(Self.maximumWrites)")
        }
        var seen: Set<RelationshipKey> = []
        for key in created.map(\.key) + deleted where !seen.insert(key).inserted {
            throw OpenFGAError(
                .duplicateTuples,
                "duplicate tuple in write: user: '\(key.subject)', relation: '\(key.relation)', object: '\(key.object)'")
        }
    }

    private static func answer(_ text: String, _ name: String) throws(OpenFGAError) -> WriteMode.Answer {
        switch text {
        case "", "error": return .error
        case "ignore": return .ignore
        default: throw OpenFGAError(.validationError, "`\(name)` is `\(text.prefix(40))`: write `error` or `ignore`")
        }
    }

    /// OpenFGA's words for a tuple that is there already or is not there: clients look for them.
    private static func explained(_ error: any Error, _ updates: [RelationshipUpdate]) -> any Error {
        let (verb, index): (String, Int)
        switch error {
        case StoreError.relationshipExists(let number, _): (verb, index) = ("cannot write a tuple which already exists", number)
        case StoreError.relationshipMissing(let number, _): (verb, index) = ("cannot delete a tuple which does not exist", number)
        default: return error
        }
        guard updates.indices.contains(index) else { return error }
        let key = updates[index].key
        return OpenFGAError(
            .writeFailed,
            "\(verb): user: '\(key.subject)', relation: '\(key.relation)', object: '\(key.object)': "
                + "tuple to be written already existed or the tuple to be deleted did not exist")
    }

    private func record(_ created: [Relationship], _ deleted: [RelationshipKey], _ revision: Revision, _ entry: OpenFGAEntry) async throws {
        guard let administrator = entry.entry else { return }
        var details = ["revision": String(revision.rawValue), "interface": "openfga"]
        for (name, list) in [("touched", created.map(\.description)), ("deleted", deleted.map(\.description))] where !list.isEmpty {
            details[name] = list.prefix(20).joined(separator: " ") + (list.count > 20 ? " and \(list.count - 20) more" : "")
        }
        let first = created.first?.object ?? deleted.first?.object
        try await gate.gate.audit.changed(
            administrator, .grant, action: created.isEmpty ? "relationship.delete" : "relationship.write",
            resource: first?.description ?? "", details: details)
    }

    @Sendable func read(_ request: Request, _ exchange: Exchange) async throws -> Response {
        let entry = try await gate.changing(request, exchange)
        let body = try OpenFGARequest(parsing: try await request.jsonBytes(upTo: BodyLimit.management, exchange))
        let limit = try PageSize(try body.integer("page_size")).count
        let page: Page<WrittenRelationship>
        let after = try body.text("continuation_token")
        page = try await authority.store.writtenRelationships(
            entry.tenant, matching: try Self.filter(body), after: after.isEmpty ? nil : after, limit: limit, at: authority.clock())
        let tuples = page.items.map { item in
            JSONValue.object(["key": JSONValue(tuple: item.relationship), "timestamp": .string(Wire.text(of: item.writtenAt))])
        }
        return try Answer.json(
            JSONValue.object(["tuples": .array(tuples), "continuation_token": .string(page.next ?? "")])
        ).naming(entry.tenant)
    }

    /// Everything, or an object type with an id or a user beside it.
    private static func filter(_ body: OpenFGARequest) throws -> RelationshipFilter {
        guard let key = try body.object("tuple_key") else { return RelationshipFilter() }
        let (object, relation, user) = (try key.text("object"), try key.text("relation"), try key.text("user"))
        guard !object.isEmpty || !relation.isEmpty || !user.isEmpty else { return RelationshipFilter() }
        guard let colon = object.utf8.firstIndex(of: UInt8(ascii: ":")), colon > object.startIndex else {
            throw OpenFGAError(
                .validationError,
                "the 'tuple_key' field was provided but the object type field is required and both the object id and user cannot be empty")
        }
        var filter = RelationshipFilter()
        if object.utf8.index(after: colon) == object.endIndex {
            guard !user.isEmpty else {
                throw OpenFGAError(.validationError, "give an object id or a user: the object type alone is not enough")
            }
            filter.objectType = String(object[..<colon])
        } else {
            filter.object = try ObjectReference(parsing: object)
        }
        if !relation.isEmpty { filter.relation = relation }
        if user.hasSuffix(":"), user.count > 1 {
            filter.subjectType = String(user.dropLast())
        } else if !user.isEmpty {
            filter.subject = try SubjectReference(parsing: user)
        }
        return filter
    }
}
